const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** An address that the agent will not connect to; the message says what to do instead. */
export class UnusableBroker extends Error {
  override readonly name = 'UnusableBroker'
}

/** The broker's URL. Throws `UnusableBroker` for what is no MQTT address, and for plain MQTT beyond this machine. */
export function brokerAddress(text: string): URL {
  if (!URL.canParse(text)) throw new UnusableBroker(`"${text}" is not an address such as mqtts://broker.example:8883`)
  const url = new URL(text)
  if (url.protocol === 'mqtts:') return url
  if (url.protocol !== 'mqtt:')
    throw new UnusableBroker(`${url.protocol}// is not spoken here, only mqtts:// and mqtt://`)
  if (loopback.test(url.hostname)) return url
  throw new UnusableBroker(
    `plain MQTT to ${url.host} is refused: anyone on the way could read it and switch the lamp. ` +
      'Use mqtts://, or mqtt:// to this machine only (127.0.0.1)',
  )
}
