import type { CordPull } from '../../contract/cord-pull.ts'
import type { LightReport } from '../../contract/light-report.ts'
import { backOff } from './back-off.ts'
import { type Ports, type Way, waysTo } from './broker-address.ts'
import type { Cancel, AgentClock } from '../clock/clock.ts'
import { paced } from './report-pacing.ts'
import { openSession, type OpenSession, type Patience, type BrokerSession, type SessionEvents } from './session.ts'
import type { TlsIdentity } from './tls-identity.ts'

/** A session that held this long was good: after it, the next attempt comes soon. Milliseconds. */
const goodAfter = 60_000

export interface ConnectionOptions {
  readonly broker: URL
  readonly light: string
  readonly identity: TlsIdentity
  readonly clock: AgentClock
  /** From 0 up to 1. */
  readonly chance: () => number
  /** The ports to try when the address has none; by default AWS IoT Core's. */
  readonly ports?: Ports | undefined
  readonly patience?: Partial<Patience> | undefined
  /** Stands in for the network. */
  readonly open?: OpenSession | undefined
}

/** What happens on a connection. No payload comes between `onLost` and the next `onConnected`. */
export interface ConnectionEvents extends Pick<SessionEvents, 'onPayload'> {
  onConnected(way: Way): void
  /** Called also for each attempt that fails. @param retryIn milliseconds until the next attempt */
  onLost(why: string, retryIn: number, way: Way): void
  /** Called before each attempt. */
  will(): LightReport
}

/** A light's own connection to the broker. It connects again whenever it is lost. */
export interface Connection {
  /**
   * Publishes, retained, at most one a second, always the latest. Does nothing while not connected: a report follows
   * each connect.
   */
  report(report: LightReport): void
  /** As `Session.pull`. */
  pull(pull: CordPull, taken: () => void): void
  /** As `Session.leave`; also stops the attempts to connect. */
  close(last: LightReport): Promise<void>
}

export function keepConnected(options: ConnectionOptions, events: ConnectionEvents): Connection {
  const { broker, clock, chance, ports, open = openSession } = options
  const turns = takeTurns(waysTo(broker, ports))
  let session: BrokerSession
  /** On the monotonic clock; `undefined` while not connected. */
  let goodFrom: number | undefined
  let failures = 0
  let cancelRetry: Cancel = () => {}
  const reports = paced<LightReport>(clock, chance, (report) => session.report(report))

  const attempt = () => {
    const way = turns.now()
    const { onPayload } = events
    const onConnected = () => {
      goodFrom = clock.moment().monotonic + goodAfter
      events.onConnected(way)
    }
    const ended = (why: string) => onEnd(why, way)
    session = open({ ...options, way, will: events.will() }, { onConnected, onPayload, onEnd: ended })
  }
  const onEnd = (why: string, way: Way) => {
    reports.drop()
    // If a way worked, try that one first.
    if (goodFrom === undefined) turns.next()
    else if (clock.moment().monotonic >= goodFrom) failures = 0
    goodFrom = undefined
    const retryIn = backOff(failures++, chance())
    cancelRetry = clock.after(retryIn, attempt)
    events.onLost(why, retryIn, way)
  }

  attempt()
  return {
    report(report) {
      if (goodFrom !== undefined) reports.send(report)
    },
    pull: (pull, taken) => session.pull(pull, taken),
    close(last) {
      cancelRetry()
      reports.drop()
      return session.leave(last)
    },
  }
}

function takeTurns<T>(ways: readonly [T, ...T[]]) {
  let turn = 0
  return {
    now: () => ways[turn % ways.length] ?? ways[0],
    next: () => void turn++,
  }
}
