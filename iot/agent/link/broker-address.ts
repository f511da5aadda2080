const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** An address that the agent will not connect to; the message says what to do instead. */
export class UnusableBroker extends Error {
  override readonly name = 'UnusableBroker'
}

/** The broker's URL. Throws `UnusableBroker` for what is no MQTT address, and for plain MQTT beyond this machine. */
export function brokerAddress(text: string): URL {
  if (!URL.canParse(text)) throw new UnusableBroker(`"${text}" is not an address such as mqtts://broker.example`)
  const url = new URL(text)
  if (url.protocol !== 'mqtts:' && url.protocol !== 'mqtt:')
    throw new UnusableBroker(`${url.protocol}// is not spoken here, only mqtts:// and mqtt://`)
  if (url.hostname === '') throw new UnusableBroker(`${url.protocol}// names no host, as mqtts://broker.example does`)
  // Not repeated in the message: it may hold a password.
  if (url.username || url.password || url.search || url.hash || url.pathname.length > 1)
    throw new UnusableBroker('only a host and a port belong in the address, as in mqtts://broker.example:8883')
  if (url.protocol === 'mqtts:' || loopback.test(url.hostname)) return url
  throw new UnusableBroker(
    `plain MQTT to ${url.host} is refused: anyone on the way could read it and switch the lamp. ` +
      'Use mqtts://, or mqtt:// to this machine only (127.0.0.1)',
  )
}

/** One way to reach the broker. */
export interface Way {
  readonly host: string
  readonly port: number
  readonly isSecure: boolean
  /** What tells AWS IoT Core, on a port of many uses, that MQTT with a device's certificate is spoken. */
  readonly alpn?: string
}

/** Where AWS IoT Core takes MQTT with a device's certificate: on its own port, and on the one that firewalls let pass. */
export const awsPorts = { usual: 8883, fallback: 443 } as const
export type Ports = Readonly<Record<keyof typeof awsPorts, number>>

/** The ways to a broker, the usual one first: with a port in its address, or in plain MQTT, there is only that one. */
export function waysTo(broker: URL, { usual, fallback }: Ports = awsPorts): readonly [Way, ...Way[]] {
  const host = broker.hostname.replace(/^\[|\]$/g, '')
  const isSecure = broker.protocol === 'mqtts:'
  if (broker.port !== '') return [{ host, port: Number(broker.port), isSecure }]
  if (!isSecure) return [{ host, port: 1883, isSecure }]
  return [
    { host, port: usual, isSecure },
    { host, port: fallback, isSecure, alpn: 'x-amzn-mqtt-ca' },
  ]
}
