import { type Guard, mayAct, type JointVerdict } from '../domain/guards/guard.ts'
import { guards as allGuards } from '../domain/guards/guards.ts'
import type { Incident } from '../domain/incident.ts'
import type { Line } from '../domain/line.ts'
import type { Clock, Incidents } from '../ports.ts'

export interface GuardedPorts {
  readonly incidents: Incidents
  readonly clock: Clock
  /** Left out: all that there are, so that nobody runs without by forgetting them. */
  readonly guards?: readonly Guard[]
}

/** What the guards say of an incident by now, and the line that they were told of. */
export async function askGuards(
  { incidents, clock, guards = allGuards }: GuardedPorts,
  incident: Incident,
): Promise<{ readonly verdict: JointVerdict; readonly line: Line | undefined }> {
  const line = await incidents.line(incident.line)
  return { verdict: mayAct(guards, { incident, line }, clock.now()), line }
}
