import type { Instant } from '../domain/instant.ts'
import { isDue } from '../domain/light.ts'
import { newLine, ticked } from '../domain/line.ts'
import { lacksReasons } from '../domain/reasons.ts'
import type { Writes } from '../domain/writes.ts'
import { Conflict, type Incidents } from '../ports.ts'
import { refillReasons, type RefillPorts } from './refill-reasons.ts'

/**
 * Republishes a line's state when that is due, so that its lamps go on trusting it. It goes through the table like
 * any change: commands then leave in one order, and none can overtake a newer one. Reasons that ran low, and could not
 * be filled up when they did, are filled up now.
 */
export async function reassert(ports: RefillPorts, name: string, now: Instant): Promise<'said' | 'not-due'> {
  const before = await ports.incidents.line(name)
  const outcome = before !== undefined && !isDue(before, now) ? 'not-due' : 'said'
  if (outcome === 'said') {
    await republish(ports.incidents, { before, after: ticked(before ?? newLine(name, now), now) })
  }
  if (before !== undefined && lacksReasons(before)) await refillReasons(ports, name)
  return outcome
}

async function republish(incidents: Incidents, line: NonNullable<Writes['line']>): Promise<void> {
  try {
    await incidents.save({ line })
  } catch (error) {
    // Somebody else has just written the line, and that republished it.
    if (!(error instanceof Conflict)) throw error
  }
}
