import type { LightReport } from '../contract/light-report.ts'
import { backOff } from './back-off.ts'
import type { Cancel, Clock } from './clock.ts'
import { openSession, type Session, type SessionEvents } from './session.ts'

/** A session that held this long was a good one: the next attempt comes soon. Milliseconds. */
const goodAfter = 60_000

export interface ConnectionOptions {
  readonly broker: URL
  readonly light: string
  readonly clock: Clock
  /** From 0 up to 1. */
  readonly chance: () => number
}

/** What a connection tells the lamp it belongs to. Between `onLost` and the next `onConnected` no payload comes. */
export interface ConnectionEvents extends Pick<SessionEvents, 'onConnected' | 'onPayload'> {
  /** Also once for each attempt that fails. @param retryIn milliseconds until the next attempt */
  onLost(why: string, retryIn: number): void
  /** Asked for before each attempt. */
  will(): LightReport
}

/** A light's own connection to the broker, made again whenever it is lost. */
export interface Connection {
  /** Publishes, retained; does nothing while not connected: what counts then is said after connecting. */
  report(report: LightReport): void
  /** As `Session.leave`; also ends the attempts to connect. */
  close(last: LightReport): Promise<void>
}

export function keepConnected(options: ConnectionOptions, events: ConnectionEvents): Connection {
  const { broker, light, clock, chance } = options
  let session: Session
  let goodFrom = Infinity
  let failures = 0
  let cancelRetry: Cancel = () => {}

  const attempt = () => {
    goodFrom = Infinity
    session = openSession({ broker, light, will: events.will() }, { ...events, onConnected, onEnd })
  }
  const onConnected = () => {
    goodFrom = clock.moment().monotonic + goodAfter
    events.onConnected()
  }
  const onEnd = (why: string) => {
    if (clock.moment().monotonic >= goodFrom) failures = 0
    const retryIn = backOff(failures++, chance())
    cancelRetry = clock.after(retryIn, attempt)
    events.onLost(why, retryIn)
  }

  attempt()
  return {
    report: (report) => session.report(report),
    close(last) {
      cancelRetry()
      return session.leave(last, clock)
    },
  }
}
