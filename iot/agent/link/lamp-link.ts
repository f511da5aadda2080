import type { LightReport } from '../../contract/light-report.ts'
import { brokerAddress, type Way } from './broker-address.ts'
import { type Connection, type ConnectionEvents, type ConnectionOptions, keepConnected } from './connection.ts'
import { type KeptLamp, keepLamp } from '../lamp/keep-lamp.ts'
import type { Outbox, SendPull } from '../cord/outbox.ts'
import { readCommand } from '../lamp/read-command.ts'
import type { Shown } from '../lamp/shown.ts'
import type { SparingLog } from '../sparing-log.ts'

export interface LampLinkOptions extends Omit<ConnectionOptions, 'broker'> {
  /** As `brokerAddress` takes it. */
  readonly broker: string
  /** The agent's version, as the cloud is to know it. */
  readonly version: string
  /** Of the cord of the same name. */
  readonly outbox?: Outbox | undefined
  readonly tell: SparingLog
}

/** What one light knows and what its cord has to say, on one connection with the broker. */
export interface LampLink extends Pick<KeptLamp, 'learn'> {
  /** Says goodbye where that can be had within two seconds. Rejects when the broker goes away meanwhile. */
  close(): Promise<void>
}

/**
 * Throws `UnusableBroker` at once; a broker that is away is waited for.
 * @param show as in `LampOutlets`; called before this returns, too
 */
export function linkLamp(options: LampLinkOptions, show: (shown: Shown) => void): LampLink {
  const { version, clock, identity, outbox } = options
  const broker = brokerAddress(options.broker)
  // Until there is a connection there is nobody to report to; the first report comes with it.
  let connection: Connection | undefined
  const lamp = keepLamp(
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
      return connection.close(gone(lamp, 'it was switched off'))
    },
  }
}

function eventsFor(lamp: KeptLamp, { outbox, tell }: LampLinkOptions, pull: SendPull): ConnectionEvents {
  return {
    will: () => gone(lamp, 'its connection broke off'),
    onConnected(way) {
      tell('connected', `connected to ${nameOf(way)}`)
      lamp.learn({ kind: 'connected' })
      outbox?.connected(pull)
    },
    onLost(why, retryIn, way) {
      // Each reason for itself: the first is often only the symptom of the next.
      tell(`lost: ${why}`, `no contact with ${nameOf(way)} (${why}), tries again in ${(retryIn / 1000).toFixed(1)} s`)
      lamp.learn({ kind: 'lost' })
      outbox?.lost()
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

const gone = (lamp: KeptLamp, reason: string): LightReport => ({
  ...lamp.report(),
  online: false,
  state: 'unknown',
  reason,
})

const nameOf = ({ host, port }: Way) => `${host}:${port}`
