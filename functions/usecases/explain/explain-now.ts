import { reachBy, type ReadyOnInput } from '../../actions/prepare.ts'
import { CannotAct } from '../../actions/failure.ts'
import type { Facts } from '../../domain/guards/guard-facts.ts'
import type { Change, Incident } from '../../domain/incident.ts'
import { fold } from '../../domain/fold.ts'
import type { Notice } from '../../domain/notice.ts'
import type { OpenFor, ParsedMessage } from '../../domain/parsed-message.ts'
import type { Incoming } from '../../domain/settle.ts'
import type { Writes } from '../../domain/writes.ts'
import type { JsonObject } from '../../domain/json.ts'
import type { Incidents, Notices, Wanted } from '../../ports.ts'
import { isOfAnAlarm, openForAlarmsOfNoLine } from '../alarms-of-no-line.ts'
import { type FactPorts, factsOf } from '../ask-guards.ts'
import { projectionsOf } from '../project.ts'
import { wantedBy } from '../take-in.ts'
import { markOf } from '../what-it-would-do.ts'
import { readyOn } from './countermeasures.ts'
import { explain } from './explain.ts'
import { type Explanation, isNot } from './explanation.ts'
import { incomingOf, readOf } from './incoming.ts'
import type { FactsOfAct, Known, TableFacts } from './known.ts'
import { nothingKnown } from './nothing-known.ts'
import { chosen } from './playbook-of.ts'

export interface ExplainPorts extends Omit<FactPorts, 'incidents'> {
  readonly incidents: Incidents
  readonly notices: Pick<Notices, 'find'>
  /** What is there, with the calls that the action declares as reading. */
  readonly look: (action: ReadyOnInput, incident: Incident) => Promise<JsonObject>
}

/** Explains an event by what the table holds now, and by a look at what would be acted on. It writes nothing. */
export async function explainNow(known: Known, event: unknown, ports: ExplainPorts): Promise<Explanation> {
  const now = ports.clock.now()
  if (known.brings(event).kind === 'not-brought') return explain(known, event, { now })
  const message = readOf(known, event, { now })
  if (isNot(message)) return explain(known, event, { now })
  const open = await openFor(ports, message)
  const nothing: TableFacts = { snapshot: nothingKnown, acts: {}, told: {}, ...(open && { open }) }
  const incoming = incomingOf(known, message, { table: nothing })
  if (isNot(incoming)) return explain(known, event, { now, table: nothing })
  const snapshot = await ports.incidents.lookUp(wantedFor(known, incoming))
  const writes = fold(snapshot, incoming, now).flatMap((one) =>
    one.kind === 'settled' && one.writes ? one.writes : [],
  )
  const each = await Promise.all(writes.map((one) => factsAbout(known, ports, one)))
  const acts = Object.assign({}, ...each.map((one) => one.acts))
  return explain(known, event, {
    now,
    table: { ...nothing, snapshot, acts, told: Object.assign({}, ...each.map(({ told }) => told)) },
  })
}

/** Most alarms that no line takes have nothing open. */
async function openFor({ incidents }: ExplainPorts, message: ParsedMessage): Promise<OpenFor | undefined> {
  return isOfAnAlarm(message) ? (await openForAlarmsOfNoLine(incidents, [message]))(message) : undefined
}

/** As on-signal reads it, and the lines that share a light with its own. */
function wantedFor({ lights }: Known, incoming: readonly Incoming[]): Wanted {
  const wanted = wantedBy(incoming)
  const lines = wanted.lines ?? []
  const beside = Object.values(lights).flatMap(({ shows }) => (shows.some((one) => lines.includes(one)) ? shows : []))
  return { ...wanted, lines: [...new Set([...lines, ...beside])] }
}

async function factsAbout(
  known: Known,
  ports: ExplainPorts,
  writes: Writes,
): Promise<Pick<TableFacts, 'acts' | 'told'>> {
  const { change, line } = writes
  if (change === undefined) return { acts: {}, told: {} }
  const projections = projectionsOf(known, { lines: line ? [line] : [], entries: [change.entry] })
  const channels = projections.flatMap((one) => (one.kind === 'notices' ? one.due.map(({ channel }) => channel) : []))
  const told = await Promise.all(channels.map(async (channel) => toldBy(ports, change, channel)))
  const started = chosen(known, projections, change.after)
  const countermeasures = started?.config.countermeasures ?? []
  const acts = await Promise.all(
    countermeasures.map(async (countermeasure, nth): Promise<[string, FactsOfAct][]> => {
      const ready = readyOn(known, change.after, countermeasure)
      if (started === undefined || isNot(ready)) return []
      const mark = markOf(change.after.id, nth)
      const looked = await lookedAt(ports, ready, change.after)
      const about = {
        playbook: started.playbook,
        mark,
        resource: ready.locks,
        rules: known.rules(started.playbook, change.after.line),
        ...(!isNot(looked) && reachBy(ready.reach(looked.seen), known.home)),
      }
      const { facts } = await factsOf(asIfWritten(ports, writes), change.after, about)
      return [[mark, { facts: withoutTheAct(facts), looked }]]
    }),
  )
  return { acts: Object.fromEntries(acts.flat()), told: Object.fromEntries(told.flat()) }
}

function withoutTheAct(facts: Facts): FactsOfAct['facts'] {
  const { incident: _, about: __, ...rest } = facts
  return rest
}

async function toldBy({ notices }: ExplainPorts, { after }: Change, channel: string): Promise<[string, Notice][]> {
  const notice = await notices.find({ incident: after.id }, channel)
  return notice === undefined ? [] : [[channel, notice]]
}

/** By what the table would hold. */
function asIfWritten({ incidents, hands, ...ports }: ExplainPorts, { change, line }: Writes): FactPorts {
  return {
    ...ports,
    incidents: { find: async (id) => (change?.after.id === id ? change.after : incidents.find(id)) },
    hands: {
      ...hands,
      async of(names, on) {
        const read = await hands.of(names, on)
        return { ...read, lines: read.lines.map((one, nth) => (names[nth] === line?.after.name ? line?.after : one)) }
      },
    },
  }
}

async function lookedAt(
  { look }: ExplainPorts,
  ready: ReadyOnInput,
  incident: Incident,
): Promise<FactsOfAct['looked']> {
  try {
    return { seen: await look(ready, incident) }
  } catch (error) {
    if (error instanceof CannotAct) return { not: `it would not act: ${error.message}` }
    return { not: `could not look: ${error instanceof Error ? error.message : String(error)}` }
  }
}
