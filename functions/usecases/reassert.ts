import { type Instant } from '../domain/instant.ts'
import { isDue } from '../domain/light.ts'
import { newLine, ticked } from '../domain/line.ts'
import { type Clock, Conflict, type Incidents } from '../ports.ts'

/**
 * Says a line's state anew when that is due, so that its lamps may go on believing it. It goes through the table like
 * any change: commands then leave in one order, and none can overtake a newer one.
 * @param minute the time by whoever keeps the schedule
 */
export async function reassert(
  { incidents, clock }: { incidents: Incidents; clock: Clock },
  name: string,
  minute: Instant,
): Promise<'said' | 'not-due'> {
  const before = await incidents.line(name)
  if (before !== undefined && !isDue(before, minute)) return 'not-due'
  // Two clocks: whichever is ahead, or the line would be due again at once.
  const here = clock.now()
  const now = here > minute ? here : minute
  try {
    await incidents.save({ line: { before, after: ticked(before ?? newLine(name, now), now) } })
  } catch (error) {
    // Somebody else wrote the line just now, and so has said it anew already.
    if (!(error instanceof Conflict)) throw error
  }
  return 'said'
}
