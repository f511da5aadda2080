import type { Cancel, Clock } from '../clock/clock.ts'
import { printable } from '../printable.ts'
import { CannotNotify, openSdNotify, type SdNotify } from './sd-notify.ts'

/** What `systemctl status` shows of us, in terminal cells at most. */
const widest = 200
/** How often the status is looked at. Milliseconds. */
const look = 1000

/** What is watched. */
export interface Watched {
  /** Whether the lamp is being drawn. Having no contact with the broker is no illness: a restart would not help. */
  readonly isWell: () => boolean
  /** One line for people. */
  readonly status: () => string
}

/** The service manager's view of us, kept true. */
export interface Supervision {
  /** Says that we are ending. */
  stop(): void
}

export interface SupervisionOptions extends Watched {
  readonly clock: Clock
  /** Takes one line at a time, for the operator. */
  readonly log: (line: string) => void
}

/** Tells systemd that we run, if it asked to be told (`Type=notify`). Without it, does nothing. */
export function superviseFor(environment: NodeJS.ProcessEnv, options: SupervisionOptions): Supervision {
  const socket = environment['NOTIFY_SOCKET']
  if (socket === undefined || socket === '') return { stop() {} }
  try {
    return supervise(openSdNotify(socket), watchdogTime(environment), options)
  } catch (error) {
    if (!(error instanceof CannotNotify)) throw error
    // systemd waits for a word that cannot come, and would end us for it in a while.
    options.log(`systemd cannot be told that this service runs: ${error.message}. Set Type=exec and WatchdogSec=0`)
    return { stop() {} }
  }
}

/** Milliseconds within which systemd wants a sign of life; `undefined` when it wants none, or not of this process. */
export function watchdogTime(environment: NodeJS.ProcessEnv, pid = process.pid): number | undefined {
  const { WATCHDOG_USEC: microseconds = '', WATCHDOG_PID: whose } = environment
  if (!/^[1-9]\d*$/.test(microseconds)) return undefined
  if (whose !== undefined && whose !== '' && whose !== String(pid)) return undefined
  return Number(microseconds) / 1000
}

/**
 * Says that we are ready, and from then on gives a sign of life for as long as this timer fires and the lamp is drawn:
 * whichever of the two gets stuck, systemd starts us anew.
 * @param within milliseconds between two signs at most
 */
export function supervise(notify: SdNotify, within: number | undefined, options: SupervisionOptions): Supervision {
  const { clock, isWell, status } = options
  // One sign may get lost, and a busy machine be late with another.
  const pause = within === undefined ? undefined : within / 3
  let isReadySaid = false
  let said = ''
  let signAt = -Infinity
  let cancel: Cancel = () => {}

  const tick = () => {
    cancel = clock.after(Math.min(look, pause ?? look), tick)
    const now = clock.moment().monotonic
    const isDrawn = isWell()
    // Titles of incidents may stand in it, and a line of theirs must not become an order to systemd.
    const shown = printable(isDrawn ? status() : `the lamp is not being drawn; ${status()}`, widest)
    const isSignDue = isDrawn && pause !== undefined && now >= signAt + pause
    const news = [
      ...(isReadySaid ? [] : ['READY=1']),
      ...(shown === said ? [] : [`STATUS=${shown}`]),
      ...(isSignDue ? ['WATCHDOG=1'] : []),
    ]
    // What is not taken now is said again the next time.
    if (news.length === 0 || !notify(news.join('\n'))) return
    isReadySaid = true
    said = shown
    if (isSignDue) signAt = now
  }

  tick()
  return {
    stop() {
      cancel()
      notify('STOPPING=1')
    },
  }
}
