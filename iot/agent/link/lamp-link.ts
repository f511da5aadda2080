import type { LightReport } from '../../contract/light-report.ts'
import { brokerAddress, type Way } from './broker-address.ts'
import { type Connection, type ConnectionEvents, type ConnectionOptions, keepConnected } from './connection.ts'
import { type RunningLamp, runLamp } from '../lamp/run-lamp.ts'
import type { Outbox, SendPull } from '../cord/outbox.ts'
import { readCommand } from '../lamp/read-command.ts'
import type { Shown } from '../lamp/shown.ts'
import type { SparingLog } from '../sparing-log.ts'

export interface LampLinkOptions extends Omit<ConnectionOptions, 'broker'> {
  /** As `brokerAddress` takes it. */
  readonly broker: string
  /** The agent's version, for the report. */
  readonly version: string
  /** The pulls of the cord with the same name. */
  readonly outbox?: Outbox | undefined
  readonly tell: SparingLog
}

/** One light and its cord, on one connection to the broker. */
export interface LampLink extends Pick<RunningLamp, 'learn'> {
  /** Says goodbye, for two seconds at most. Rejects if the broker hangs up first. */
  close(): Promise<void>
}

/**
 * Throws `UnusableBroker` at once; waits for a broker that is not there.
 * @param show as in `LampOutlets`; also called before this returns
 */
export function linkLamp(options: LampLinkOptions, show: (shown: Shown) => void): LampLink {
  const { version, clock, identity, outbox } = options
  const broker = brokerAddress(options.broker)
  // No connection yet: the first report comes when there is one.
  let connection: Connection | undefined
  const lamp = runLamp(
    { version, clock, certificateEnds: identity.certificateEnds },
    { show, report: (report) => connection?.report(report) },
  )
  const pull: SendPull = (...args) => connection?.pull(...args)
  connection = keepConnected({ ...options, broker }, eventsFor(lamp, options, pull))

  return {
    learn: (fact) => lamp.learn(fact),
    close() {
      lamp.stop()
      outbox?.lost()
      return connection.close(gone(lamp, 'the agent was stopped'))
    },
  }
}

function eventsFor(lamp: RunningLamp, { outbox, tell }: LampLinkOptions, pull: SendPull): ConnectionEvents {
  return {
    will: () => gone(lamp, 'the connection broke'),
    onConnected(way) {
      tell('connected', `connected to ${nameOf(way)}`)
      lamp.learn({ kind: 'connected' })
      outbox?.connected(pull)
    },
    onLost(why, retryIn, way) {
      // One line for each reason: the first is often only a symptom of the next.
      tell(`lost: ${why}`, `not connected to ${nameOf(way)} (${why}); trying again in ${(retryIn / 1000).toFixed(1)} s`)
      lamp.learn({ kind: 'lost' })
      outbox?.lost()
    },
    onPayload(payload, retained) {
      const reading = readCommand(payload)
      if (reading.kind === 'not-a-command') return tell('ignored', `ignored an invalid command (${reading.why})`)
      const ignored = lamp.learn({ kind: 'commanded', command: reading.command, retained })
      // Repeated and late commands are normal on a network, and not worth a line.
      if (ignored === 'from-the-future')
        tell('ignored', `ignored a command from ${reading.command.at}, which is ahead of this machine's clock`)
    },
  }
}

const gone = (lamp: RunningLamp, reason: string): LightReport => ({
  ...lamp.report(),
  online: false,
  state: 'unknown',
  reason,
})

const nameOf = ({ host, port }: Way) => `${host}:${port}`
