import { type Clock, realClock } from './clock.ts'
import type { Driver } from './driver.ts'
import { type LampLinkOptions, linkLamp } from './lamp-link.ts'
import { presentOn } from './presenter.ts'
import { sparing } from './sparing-log.ts'
import { type TlsIdentity, tlsIdentity } from './tls-identity.ts'

export interface AgentOptions extends Pick<LampLinkOptions, 'outbox' | 'ports' | 'patience' | 'open'> {
  /** `mqtts://host`, with a port or without, or `mqtt://` to this machine. */
  readonly broker: string
  /** The light's name: its IoT thing and MQTT client id. */
  readonly light: string
  readonly driver: Driver
  /** The agent's version, as the cloud is to know it. */
  readonly version: string
  /** Without it no certificate is shown, and Amazon's roots are trusted. */
  readonly identity?: TlsIdentity
  readonly clock?: Clock
  /** From 0 up to 1, to spread reconnects. */
  readonly chance?: () => number
  /** Takes one line at a time, for the operator. */
  readonly log?: (line: string) => void
}

/** One running lamp. */
export interface Agent {
  /** Says goodbye to the broker where that can be had within two seconds, and leaves the lamp dark. */
  close(): Promise<void>
}

/**
 * Runs the lamp of one light: obeys its commands, shows `unknown` when it knows nothing fresh, and reports what it
 * shows. Throws `UnusableBroker` at once; a broker that is away is waited for.
 */
export function startAgent(options: AgentOptions): Agent {
  const { light, driver, clock = realClock, chance = Math.random, log = console.error } = options
  const { identity = tlsIdentity() } = options
  const tell = sparing((line) => log(`${light}: ${line}`), clock)
  const presenter = presentOn({ driver, clock })
  const link = linkLamp({ ...options, identity, clock, chance, tell }, (shown) => presenter.present(shown))

  return {
    async close() {
      presenter.close()
      await link.close()
    },
  }
}
