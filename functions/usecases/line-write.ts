import type { Change } from '../domain/incident.ts'
import { concernsLine, newLine, withChange } from '../domain/line.ts'
import type { Clock, Incidents, Writes } from '../ports.ts'

/** What a change of an incident writes into its line: nothing when it does not show there. */
export async function lineWrite(
  { incidents, clock }: { readonly incidents: Incidents; readonly clock: Clock },
  change: Change,
  { isAlarm }: { readonly isAlarm: boolean },
): Promise<Pick<Writes, 'line'>> {
  if (!concernsLine(change)) return {}
  const now = clock.now()
  const name = change.after.line
  const before = await incidents.line(name)
  return { line: { before, after: withChange(before ?? newLine(name, now), change, isAlarm, now) } }
}
