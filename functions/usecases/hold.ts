import { held } from '../domain/incident-changes.ts'
import { withChange } from '../domain/line.ts'
import { mayAct } from '../domain/may-act.ts'
import type { Clock, Incidents } from '../ports.ts'
import { existing } from './record.ts'
import { untilNoConflict } from './until-no-conflict.ts'

/**
 * Puts down that a playbook waits, and by which callback it is to be told to go on. That stands on the line's own
 * item, written on condition that the line is still as it was read: whoever clears the line finds it there.
 * @returns 'go-on' when the line is no longer stopped, or the incident no longer the machine's: do not wait
 */
export function hold(
  { incidents, clock }: { readonly incidents: Incidents; readonly clock: Clock },
  id: string,
  callback: string,
): Promise<'held' | 'go-on'> {
  return untilNoConflict(clock, async () => {
    const incident = await existing(incidents, id)
    const line = await incidents.line(incident.line)
    const permission = mayAct(incident, line)
    if (permission.kind !== 'hold' || line === undefined) return 'go-on'
    // Written by an attempt whose end was not heard of.
    if (line.held.some((other) => other.callback === callback)) return 'held'
    const now = clock.now()
    const change = held(incident, permission.because, callback, now)
    await incidents.save({ change, line: { before: line, after: withChange(line, change, false, now) } })
    return 'held'
  })
}
