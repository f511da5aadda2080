import type { Cancel, AgentClock } from '../clock/clock.ts'
import { printable } from '../printable.ts'
import { CannotNotify, openSdNotify, type SdNotify } from './sd-notify.ts'

/** The longest status for `systemctl status`, in terminal cells. */
const widest = 200
/** How often to look at the status. Milliseconds. */
const look = 1000

/** What to watch. */
export interface WatchedAgent {
  /** Whether the lamps are moving. A lost connection does not count: a restart would not help. */
  readonly isWell: () => boolean
  /** One line for people. */
  readonly status: () => string
}

/** Keeps systemd informed. */
export interface Supervision {
  /** Tells systemd that we are stopping. */
  stop(): void
}

export interface SupervisionOptions extends WatchedAgent {
  readonly clock: AgentClock
  /** Takes one line at a time, for the operator. */
  readonly log: (line: string) => void
}

/** Tells systemd that we run, if it asked for that (`Type=notify`). Otherwise does nothing. */
export function superviseFor(environment: NodeJS.ProcessEnv, options: SupervisionOptions): Supervision {
  const socket = environment['NOTIFY_SOCKET']
  if (socket === undefined || socket === '') return { stop() {} }
  try {
    return supervise(openSdNotify(socket), watchdogTime(environment), options)
  } catch (error) {
    if (!(error instanceof CannotNotify)) throw error
    // systemd waits for a message that cannot come, and would stop us after a while.
    options.log(
      `cannot tell systemd that this service runs: ${error.message}. Set Type=exec and WatchdogSec=0 in its unit`,
    )
    return { stop() {} }
  }
}

/** How often systemd wants a sign of life, in milliseconds; `undefined` if it wants none, or not from this process. */
export function watchdogTime(environment: NodeJS.ProcessEnv, pid = process.pid): number | undefined {
  const { WATCHDOG_USEC: microseconds = '', WATCHDOG_PID: whose } = environment
  if (!/^[1-9]\d*$/.test(microseconds)) return undefined
  if (whose !== undefined && whose !== '' && whose !== String(pid)) return undefined
  return Number(microseconds) / 1000
}

/**
 * Says that we are ready. Then gives a sign of life while this timer fires and the lamps move: if either gets stuck,
 * systemd restarts us.
 * @param within the longest time between two signs, in milliseconds
 */
export function supervise(notify: SdNotify, within: number | undefined, options: SupervisionOptions): Supervision {
  const { clock, isWell, status } = options
  // One sign may get lost, and a busy machine may be late with another.
  const pause = within === undefined ? undefined : within / 3
  let isReadySaid = false
  let said = ''
  let signAt = -Infinity
  let cancel: Cancel = () => {}

  const tick = () => {
    cancel = clock.after(Math.min(look, pause ?? look), tick)
    const now = clock.moment().monotonic
    const isMoving = isWell()
    // It may hold incidents' titles, and a line break in them must not become a command to systemd.
    const shown = printable(isMoving ? status() : `the lamp is stuck; ${status()}`, widest)
    const isSignDue = isMoving && pause !== undefined && now >= signAt + pause
    const news = [
      ...(isReadySaid ? [] : ['READY=1']),
      ...(shown === said ? [] : [`STATUS=${shown}`]),
      ...(isSignDue ? ['WATCHDOG=1'] : []),
    ]
    // If systemd does not take it now, we say it again next time.
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
