import type { Facts } from '../domain/guards/guard-facts.ts'
import { type AboutToDo, type Guard, mayAct, type JointVerdict } from '../domain/guards/guard.ts'
import { guards as allGuards } from '../domain/guards/guards.ts'
import { type Hands, provedWhenOver, underWayAt, waitedForAt } from '../domain/hands.ts'
import { type Incident, isThrough } from '../domain/incident.ts'
import type { Instant } from '../domain/instant.ts'
import type { Line } from '../domain/line.ts'
import type { Protection } from '../domain/protection.ts'
import type {
  Clock,
  HandsOfMachines,
  Incidents,
  ReadMachinesSwitch,
  ReadMaintenance,
  ReadProtection,
} from '../ports.ts'

export interface GuardedPorts {
  readonly incidents: Incidents
  readonly hands: HandsOfMachines
  readonly machines: ReadMachinesSwitch
  readonly maintenance: ReadMaintenance
  /** By the rights of the playbook that runs. */
  readonly protection: ReadProtection
  readonly clock: Clock
  /** Left out: all that there are, so that nobody runs without by forgetting them. */
  readonly guards?: readonly Guard[]
  /** Which of the incident's runs asks: once a newer one was started, this one is over. Left out: it asks for none. */
  readonly attempt?: number
  /** The other names of a line; left out: it was never renamed. */
  readonly otherNames?: (line: string) => readonly string[]
}

export interface Asked {
  readonly verdict: JointVerdict
  /** What they were told. */
  readonly line: Line | undefined
  readonly hands: Hands | undefined
}

/**
 * What the guards say of an incident by now, and what they were told. In the usual case that takes three reads at most:
 * of the table, of the switch, and of the tags once it is known what would be changed.
 * @param about what is about to be done; left out: nothing yet
 */
export async function askGuards(ports: GuardedPorts, incident: Incident, about?: AboutToDo): Promise<Asked> {
  if (isFollowedByAnother(ports, incident)) return { verdict: { kind: 'over' }, line: undefined, hands: undefined }
  const { facts, now, line, hands } = await factsOf(ports, incident, about)
  return { verdict: mayAct(ports.guards ?? allGuards, facts, now), line, hands }
}

/** What the facts for guards are read by. */
export interface FactPorts extends Pick<
  GuardedPorts,
  'hands' | 'machines' | 'maintenance' | 'protection' | 'clock' | 'otherNames'
> {
  readonly incidents: Pick<Incidents, 'find'>
}

/** What guards judge by, at which time; and of that what was read as it is, for whoever writes builds on it. */
export async function factsOf(
  ports: FactPorts,
  incident: Incident,
  about?: AboutToDo,
): Promise<Omit<Asked, 'verdict'> & { readonly facts: Facts; readonly now: Instant }> {
  const { clock, otherNames = () => [] } = ports
  const asked = clock.now()
  const [{ lines, hands }, machines, maintenance, protection] = await Promise.all([
    ports.hands.of([incident.line, ...otherNames(incident.line)], about && actedOn(about)),
    ports.machines(incident.line),
    ports.maintenance(incident, asked),
    protectionOf(ports, about),
  ])
  const [line, ...others] = lines
  const seen = line && others.reduce<Line>((all, other) => (other ? withTroublesOf(all, other) : all), line)
  const now = clock.now()
  const atWork = hands && (await provedByNow(ports.incidents, hands, incident, now))
  const facts: Facts = {
    incident,
    line: seen,
    machines,
    maintenance,
    ...(about && { about }),
    ...(atWork && { hands: atWork }),
    ...(protection && { protection }),
  }
  return { facts, now, line, hands }
}

export const actedOn = ({ playbook, resource, group }: Pick<AboutToDo, 'playbook' | 'resource' | 'group'>) => ({
  playbook,
  resource,
  ...(group && { group: group.name }),
})

/** Not before it is known what would be changed; and what could not carry a tag at all is not asked about. */
async function protectionOf(
  ports: Pick<FactPorts, 'protection'>,
  about: AboutToDo | undefined,
): Promise<Protection | undefined> {
  const arns = about?.changes?.arns
  if (arns === undefined) return undefined
  return arns.length === 0 ? { kind: 'none' } : ports.protection(arns)
}

/**
 * One more read, only where somebody else is at the same thing, or was at work when this began: their proof may have
 * come before it was due.
 */
async function provedByNow(
  incidents: FactPorts['incidents'],
  hands: Hands,
  { id, openedAt }: Incident,
  now: Instant,
): Promise<Hands> {
  const inTheWay = [...waitedForAt(hands, id, now), ...underWayAt(hands, id, openedAt)]
  const others = new Set(inTheWay.map(({ incident }) => incident))
  if (others.size === 0) return hands
  const read = await Promise.all([...others].map((other) => incidents.find(other)))
  const over = read.flatMap((other) =>
    other !== undefined && isThrough(other) ? [[other.id, earlierOf(other.resolvedAt ?? now, now)] as const] : [],
  )
  return provedWhenOver(hands, new Map(over))
}

/** The clock of who resolved it may be ahead. */
const earlierOf = (one: Instant, other: Instant) => (one < other ? one : other)

/** What stops or floods the line under another name of it does so: just after a renaming, it has not moved yet. */
function withTroublesOf(line: Line, other: Line): Line {
  const flood = { alarms: [...line.alarms, ...other.alarms].toSorted(), flooded: line.flooded || other.flooded }
  if (other.open.stop.all === 0) return { ...line, ...flood }
  return {
    ...line,
    ...flood,
    open: { ...line.open, stop: other.open.stop },
    reasons: [...other.reasons, ...line.reasons],
  }
}

/** A person has started the playbook anew since: two runs of it would do the same. */
export const isFollowedByAnother = ({ attempt }: Pick<GuardedPorts, 'attempt'>, { runs = 1 }: Incident): boolean =>
  attempt !== undefined && attempt < runs
