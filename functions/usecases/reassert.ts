import type { Instant } from '../domain/instant.ts'
import { isDue } from '../domain/light.ts'
import { newLine, ticked } from '../domain/line.ts'
import { Conflict, type Incidents } from '../ports.ts'

/**
 * Says a line's state anew when that is due, so that its lamps may go on believing it. It goes through the table like
 * any change: commands then leave in one order, and none can overtake a newer one.
 */
export async function reassert(incidents: Incidents, name: string, now: Instant): Promise<'said' | 'not-due'> {
  const before = await incidents.line(name)
  if (before !== undefined && !isDue(before, now)) return 'not-due'
  try {
    await incidents.save({ line: { before, after: ticked(before ?? newLine(name, now), now) } })
  } catch (error) {
    // Somebody else wrote the line just now, and so has said it anew already.
    if (!(error instanceof Conflict)) throw error
  }
  return 'said'
}
