import type { LightReport } from '../contract/light-report.ts'
import { brokerAddress } from './broker-address.ts'
import { type Clock, realClock } from './clock.ts'
import { type Connection, type ConnectionEvents, keepConnected } from './connection.ts'
import type { Driver } from './driver.ts'
import { type KeptLamp, keepLamp } from './keep-lamp.ts'
import { presentOn } from './presenter.ts'
import { readCommand } from './read-command.ts'
import { sparing, type SparingLog } from './sparing-log.ts'

export interface AgentOptions {
  /** `mqtts://host:port`, or `mqtt://` to this machine. */
  readonly broker: string
  /** The light's name: its IoT thing and MQTT client id. */
  readonly light: string
  readonly driver: Driver
  /** The agent's version, as the cloud is to know it. */
  readonly version: string
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
  const { light, driver, version, clock = realClock, chance = Math.random, log = console.error } = options
  const broker = brokerAddress(options.broker)
  const tell = sparing((line) => log(`${light}: ${line}`), clock)
  const presenter = presentOn({ driver, clock })
  // Until there is a connection there is nobody to report to; the first report comes with it.
  let connection: Connection | undefined
  const lamp = keepLamp(version, clock, {
    show: (shown) => presenter.present(shown),
    report: (report) => connection?.report(report),
  })
  const farewell = (): LightReport => ({ ...lamp.report(), online: false, state: 'unknown' })

  connection = keepConnected({ broker, light, clock, chance }, eventsFor(lamp, broker, tell, farewell))

  return {
    async close() {
      lamp.stop()
      presenter.close()
      await connection.close(farewell())
    },
  }
}

function eventsFor(lamp: KeptLamp, { host }: URL, tell: SparingLog, will: () => LightReport): ConnectionEvents {
  return {
    will,
    onConnected() {
      tell('connected', `connected to ${host}`)
      lamp.learn({ kind: 'connected' })
    },
    onLost(why, retryIn) {
      tell('lost', `no contact with ${host} (${why}), tries again in ${(retryIn / 1000).toFixed(1)} s`)
      lamp.learn({ kind: 'lost' })
    },
    onPayload(payload, retained) {
      const reading = readCommand(payload)
      if (reading.kind === 'not-a-command') return tell('ignored', `ignored what is no command (${reading.why})`)
      const ignored = lamp.learn({ kind: 'commanded', command: reading.command, retained })
      // What is repeated or late is the network's daily bread, and not worth a line.
      if (ignored === 'from-the-future')
        tell('ignored', `ignored a command made at ${reading.command.at}, ahead of this machine's clock`)
    },
  }
}
