import { newLine, ticked } from '../domain/line.ts'
import { type Clock, Conflict, type Incidents } from '../ports.ts'

/**
 * Says a line's state anew, so that its lamps may go on believing it. It goes through the table like any change:
 * commands then leave in one order, and none can overtake a newer one.
 */
export async function reassert(
  { incidents, clock }: { incidents: Incidents; clock: Clock },
  name: string,
): Promise<void> {
  const before = await incidents.line(name)
  const now = clock.now()
  try {
    await incidents.save({ line: { before, after: ticked(before ?? newLine(name, now), now) } })
  } catch (error) {
    // Somebody else wrote the line just now, and so has said it anew already.
    if (!(error instanceof Conflict)) throw error
  }
}
