import { type AboutToDo, type Facts, type Guard, mayAct, type JointVerdict } from '../domain/guards/guard.ts'
import { guards as allGuards } from '../domain/guards/guards.ts'
import { type Hands, waitedForAt, withoutWaitingFor } from '../domain/hands.ts'
import { type Incident, isThrough } from '../domain/incident.ts'
import type { Instant } from '../domain/instant.ts'
import type { Line } from '../domain/line.ts'
import type { Clock, HandsOfMachines, Incidents, ReadMachinesSwitch } from '../ports.ts'

export interface GuardedPorts {
  readonly incidents: Incidents
  readonly hands: HandsOfMachines
  readonly machines: ReadMachinesSwitch
  readonly clock: Clock
  /** Left out: all that there are, so that nobody runs without by forgetting them. */
  readonly guards?: readonly Guard[]
  /** The other names of a line; left out: it was never renamed. */
  readonly otherNames?: (line: string) => readonly string[]
}

/** What the facts for guards are read by. */
export interface FactPorts extends Pick<GuardedPorts, 'hands' | 'machines' | 'clock' | 'otherNames'> {
  readonly incidents: Pick<Incidents, 'line' | 'find'>
}

export interface Asked {
  readonly verdict: JointVerdict
  /** What they were told. */
  readonly line: Line | undefined
  readonly hands: Hands | undefined
}

/**
 * What the guards say of an incident by now, and what they were told.
 * @param about what is about to be done; left out: nothing yet
 */
export async function askGuards(ports: GuardedPorts, incident: Incident, about?: AboutToDo): Promise<Asked> {
  const { facts, line, hands } = await factsOf(ports, incident, about)
  return { verdict: mayAct(ports.guards ?? allGuards, facts, ports.clock.now()), line, hands }
}

/** What guards judge by, as it stands now, and of that what was read as it is: whoever writes builds on it. */
export async function factsOf(
  { incidents, hands: ofMachines, machines, clock, otherNames = () => [] }: FactPorts,
  incident: Incident,
  about?: AboutToDo,
): Promise<Omit<Asked, 'verdict'> & { readonly facts: Facts }> {
  const names = [incident.line, ...otherNames(incident.line)]
  const [lines, hands, stopped] = await Promise.all([
    Promise.all(names.map((name) => incidents.line(name))),
    about && ofMachines.of(about.resource, incident.line),
    machines(incident.line),
  ])
  const [line, ...others] = lines
  const seen = line && others.reduce<Line>((all, other) => (other ? withStopsOf(all, other) : all), line)
  const atWork = hands && (await withoutThoseOver(incidents, hands, incident.id, clock.now()))
  const facts = { incident, line: seen, machines: stopped, ...(about && { about }), ...(atWork && { hands: atWork }) }
  return { facts, line, hands }
}

/** One more read, only where somebody else is at the same thing: their proof may have come before it was due. */
async function withoutThoseOver(
  incidents: FactPorts['incidents'],
  hands: Hands,
  id: string,
  now: Instant,
): Promise<Hands> {
  const others = new Set(waitedForAt(hands, id, now).map(({ incident }) => incident))
  if (others.size === 0) return hands
  const read = await Promise.all([...others].map((other) => incidents.find(other)))
  return withoutWaitingFor(hands, new Set(read.flatMap((other) => (other && isThrough(other) ? other.id : []))))
}

/** What stops the line under another name of it stops it: just after a renaming, it has not moved yet. */
function withStopsOf(line: Line, other: Line): Line {
  if (other.open.stop.all === 0) return line
  return { ...line, open: { ...line.open, stop: other.open.stop }, reasons: [...other.reasons, ...line.reasons] }
}
