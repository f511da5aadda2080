const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** The agent does not connect to this address; the message says what to use instead. */
export class UnusableBroker extends Error {
  override readonly name = 'UnusableBroker'
}

/** The broker's URL. Throws `UnusableBroker` if it is not an MQTT address, or plain MQTT to another machine. */
export function brokerAddress(text: string): URL {
  if (!URL.canParse(text)) throw new UnusableBroker(`"${text}" is not an address such as mqtts://broker.example`)
  const url = new URL(text)
  if (url.protocol !== 'mqtts:' && url.protocol !== 'mqtt:')
    throw new UnusableBroker(`the broker address begins with ${url.protocol}//, but only mqtts:// and mqtt:// work`)
  if (url.hostname === '')
    throw new UnusableBroker('the broker address has no host: write it as in mqtts://broker.example')
  // Not repeated in the message: it may hold a password.
  if (url.username || url.password || url.search || url.hash || url.pathname.length > 1)
    throw new UnusableBroker('the broker address may only have a host and a port, as in mqtts://broker.example:8883')
  if (url.protocol === 'mqtts:' || loopback.test(url.hostname)) return url
  throw new UnusableBroker(
    `plain MQTT to ${url.host} is not safe: anyone on the way can read it and switch the lamp. ` +
      'Use mqtts://. Plain mqtt:// works only to this machine (127.0.0.1)',
  )
}

/** One way to reach the broker. */
export interface Way {
  readonly host: string
  readonly port: number
  readonly isSecure: boolean
  /** Tells AWS IoT Core, on a port that many protocols share, that this is MQTT with a device's certificate. */
  readonly alpn?: string
}

/** AWS IoT Core's ports for MQTT with a device's certificate: its own, and one that firewalls let through. */
export const awsPorts = { usual: 8883, fallback: 443 } as const
export type Ports = Readonly<Record<keyof typeof awsPorts, number>>

/** The ways to a broker, the usual one first. With a port in the address, or in plain MQTT, there is only one. */
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
