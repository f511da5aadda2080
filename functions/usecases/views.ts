import type { LightState } from '../../iot/contract/light-state.ts'
import { openStates, type Entry, type Incident } from '../domain/incident.ts'
import { instant } from '../domain/instant.ts'
import { stateOf } from '../domain/light.ts'
import { type ListedIncident, wantsAnswer } from '../domain/listed-incident.ts'
import { type Line, newLine } from '../domain/line.ts'
import { byUrgency, countOpen, type Reason } from '../domain/reasons.ts'
import { outcomeOf } from '../domain/outcome.ts'
import type { Outcome } from '../domain/outcomes.ts'
import type { Incidents, Listings } from '../ports.ts'

// Everything that people read of what the table holds: the board, the command and the laptop's page ask here.

export interface ViewPorts {
  readonly incidents: Incidents
  readonly listings: Listings
}

/** One line on the board. */
export interface LineView {
  readonly line: string
  readonly state: LightState
  /** How many incidents are open, and how many of these want an answer that nobody has given. */
  readonly open: number
  readonly unanswered: number
  /** The most urgent of what is open; not all when there are many. */
  readonly mostUrgent: readonly Reason[]
}

/** One line with all that is open on it, most urgent first. */
export interface OpenView extends LineView {
  readonly incidents: readonly ListedIncident[]
}

/** What is unanswered on one line, most urgent first. */
export interface UnansweredView {
  readonly line: string
  readonly incidents: readonly ListedIncident[]
  /** How many more there are by the line's own count, which no list names (yet). */
  readonly unlisted: number
}

export interface IncidentWithTimeline {
  readonly incident: Incident
  /** Oldest first, all of it. */
  readonly timeline: readonly Entry[]
  /** How its playbook's run came out; missing: it has none, or nobody can say yet. */
  readonly outcome?: Outcome
}

/**
 * From the lines' own items, which are exact at any time; lists are not asked.
 * @param lines by name, in the order in which they are to be shown
 */
export const board = (ports: ViewPorts, lines: readonly string[]): Promise<LineView[]> =>
  Promise.all(lines.map(async (name) => lineViewOf(await lineNamed(ports, name))))

export async function openOn(ports: ViewPorts, name: string): Promise<OpenView> {
  const line = await lineNamed(ports, name)
  return { ...lineViewOf(line), incidents: await ports.listings.openOn(name) }
}

export const unanswered = (ports: ViewPorts, lines: readonly string[]): Promise<UnansweredView[]> =>
  Promise.all(lines.map((name) => unansweredOn(ports, name)))

/** What was resolved on one day, the last first. @param day in UTC, `2026-11-21` */
export const resolvedOn = ({ listings }: ViewPorts, day: string): Promise<readonly ListedIncident[]> =>
  listings.resolvedOn(day)

/** `undefined`: there is no such incident. */
export async function incidentWithTimeline(
  { incidents }: ViewPorts,
  id: string,
): Promise<IncidentWithTimeline | undefined> {
  const [incident, timeline] = await Promise.all([incidents.find(id), incidents.timelineOf(id)])
  const outcome = incident && outcomeOf(incident)
  return incident && { incident, timeline, ...(outcome && { outcome }) }
}

async function unansweredOn(ports: ViewPorts, name: string): Promise<UnansweredView> {
  const line = await lineNamed(ports, name)
  const listed = (await ports.listings.openOn(name)).filter(wantsAnswer)
  const count = countUnanswered(line)
  // The line's item is ahead of the list, and of what was opened before there was one it may name the most urgent.
  const found = listed.length < count ? [...listed, ...(await namedBy(ports, line, listed))].sort(byUrgency) : listed
  return { line: name, incidents: found, unlisted: Math.max(0, count - found.length) }
}

async function namedBy({ incidents }: ViewPorts, line: Line, listed: readonly ListedIncident[]): Promise<Incident[]> {
  const others = line.reasons.filter(({ incident }) => !listed.some(({ id }) => id === incident))
  const found = await Promise.all(others.map(({ incident }) => incidents.find(incident)))
  return found.filter((incident) => incident !== undefined).filter(wantsAnswer)
}

/** A line without an item is calm. */
const lineNamed = async ({ incidents }: ViewPorts, name: string) =>
  (await incidents.line(name)) ?? newLine(name, instant(0))

const lineViewOf = (line: Line): LineView => ({
  line: line.name,
  state: stateOf(line),
  open: countOpen(line.open),
  unanswered: countUnanswered(line),
  mostUrgent: line.reasons,
})

const countUnanswered = ({ open }: Line) =>
  openStates.filter((state) => state !== 'working').reduce((sum, state) => sum + open[state].unacknowledged, 0)
