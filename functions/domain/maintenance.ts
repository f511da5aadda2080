import type { Instant } from './instant.ts'
import { windowAt, type WeeklyHours } from './windows.ts'

/** Whether people work on a line, so that machines wait. */
export type Maintenance =
  | { readonly kind: 'none' }
  | { readonly kind: 'until'; readonly at: Instant; readonly because: string }
  /** It cannot be read. */
  | { readonly kind: 'unknown'; readonly because: string }

/** By the weekly hours of a line. */
export function maintenanceAt(hours: readonly WeeklyHours[], now: Instant): Maintenance {
  const window = windowAt(hours, now)
  if (window === undefined) return { kind: 'none' }
  return { kind: 'until', at: window.until, because: 'it is the maintenance window of the line' }
}

/** The one that lasts longest; what cannot be read may last longer than any. */
export function longestOf(all: readonly Maintenance[]): Maintenance {
  const unknown = all.find(({ kind }) => kind === 'unknown')
  if (unknown !== undefined) return unknown
  const windows = all.flatMap((each) => (each.kind === 'until' ? each : []))
  return windows.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0] ?? { kind: 'none' }
}
