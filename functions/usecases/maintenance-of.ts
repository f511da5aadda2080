import { alarmOfKey } from '../domain/alarm-key.ts'
import { clip } from '../domain/clip.ts'
import { secondsAfter, secondsBetween } from '../domain/instant.ts'
import { longestOf, type Maintenance, maintenanceAt } from '../domain/maintenance.ts'
import { isSameOrigin, type Origin } from '../domain/origin.ts'
import { own } from '../domain/own.ts'
import type { WeeklyHours } from '../domain/windows.ts'
import type { ReadMaintenance, ReadMuted } from '../ports.ts'

export interface MaintenanceParts {
  /** By every name that they have or had. */
  readonly lines: Readonly<Record<string, { readonly maintenance?: readonly WeeklyHours[] }>>
  readonly muted: ReadMuted
  /** Where Andon itself is: of alarms of elsewhere CloudWatch here knows nothing. */
  readonly home: Origin
}

/**
 * An event says itself whether its alarm is muted, and on-reconcile asks for what is open every five minutes and ends
 * what is muted by then. So CloudWatch is asked only of what is open for longer than this, in seconds.
 */
const saidByItsEvent = 60
/** By then on-reconcile has ended its incident, or the mute is over. Seconds. */
const askAgain = 300

/** The windows of the line, and CloudWatch's mute rules for the alarm. */
export const maintenanceOf =
  ({ lines, muted, home }: MaintenanceParts): ReadMaintenance =>
  async ({ line, key, openedAt }, now) => {
    const window = maintenanceAt(own(lines, line)?.maintenance ?? [], now)
    const alarm = alarmOfKey(key)
    const isKnown = alarm !== undefined && isSameOrigin(alarm.origin, home)
    if (!isKnown || secondsBetween(openedAt, now) <= saidByItsEvent) return window
    return longestOf([window, await muteOf(muted, alarm.name).then((by) => muteAt(by, now), unreadable)])
  }

const muteOf = async (muted: ReadMuted, alarm: string) => (await muted(alarm))?.by

function muteAt(by: string | undefined, now: Parameters<ReadMaintenance>[1]): Maintenance {
  if (by === undefined) return { kind: 'none' }
  return { kind: 'until', at: secondsAfter(now, askAgain), because: `its alarm is muted (by ${by})` }
}

const unreadable = (error: unknown): Maintenance => ({
  kind: 'unknown',
  because: clip(`CloudWatch’s mute rules cannot be read: ${String(error)}`, 300),
})
