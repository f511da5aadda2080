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
  /** The other names of a line; left out: it was never renamed. */
  readonly otherNames?: (line: string) => readonly string[]
}

/** What the guards say of an incident by now, and the line that they were told of. */
export async function askGuards(
  { incidents, clock, guards = allGuards, otherNames = () => [] }: GuardedPorts,
  incident: Incident,
): Promise<{ readonly verdict: JointVerdict; readonly line: Line | undefined }> {
  const [line, ...others] = await Promise.all(
    [incident.line, ...otherNames(incident.line)].map((name) => incidents.line(name)),
  )
  const seen = line && others.reduce<Line>((all, other) => (other ? withStopsOf(all, other) : all), line)
  return { verdict: mayAct(guards, { incident, line: seen }, clock.now()), line }
}

/** What stops the line under another name of it stops it: just after a renaming, it has not moved yet. */
function withStopsOf(line: Line, other: Line): Line {
  if (other.open.stop.all === 0) return line
  return { ...line, open: { ...line.open, stop: other.open.stop }, reasons: [...other.reasons, ...line.reasons] }
}
