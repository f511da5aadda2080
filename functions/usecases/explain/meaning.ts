import { chosen, whyNoPlaybook } from './playbook-of.ts'
import { commandFor } from '../../domain/light.ts'
import type { Folded } from '../../domain/fold.ts'
import type { Line } from '../../domain/line.ts'
import { own } from '../../domain/own.ts'
import { type Incoming, lineOf } from '../../domain/settle.ts'
import type { Writes } from '../../domain/writes.ts'
import { projectionsOf } from '../project.ts'
import { asShown, type Projection } from '../projection.ts'
import type { AboutLight, AboutSignal, Meaning, Not, Part } from './explanation.ts'
import { countermeasuresOf } from './countermeasures.ts'
import type { Known, KnownFacts } from './known.ts'
import { escalationOf, messagesOf } from './people.ts'
import { whyNothing } from './why-nothing.ts'

/** What one signal or act comes to, once it is settled. */
export function meaningOf(known: Known, facts: KnownFacts, incoming: Incoming, folded: Folded): Meaning {
  const name = lineOf(incoming)
  const about = {
    what: aboutSignal(incoming),
    line: { name, title: own(known.lines, name)?.title ?? name },
  }
  const why = whyNothing(incoming, folded, facts)
  if (why !== undefined || folded.kind === 'failed' || folded.writes?.change === undefined) {
    return { ...about, change: why ?? { not: 'it changes nothing' }, ...nothingFollows }
  }
  return { ...about, ...whatFollows(known, facts, incoming, folded.writes) }
}

const unchanged: Not = { not: 'nothing changes' }
const nothingFollows = {
  playbook: unchanged,
  countermeasures: unchanged,
  lights: unchanged,
  messages: unchanged,
  escalation: unchanged,
  events: unchanged,
}

type Follows = Omit<Meaning, 'what' | 'line'>

function whatFollows(known: Known, facts: KnownFacts, incoming: Incoming, { change, line }: Writes): Follows {
  if (change === undefined) return { change: unchanged, ...nothingFollows }
  const { after, entry } = change
  const changes = { lines: line === undefined ? [] : [line], entries: [entry] }
  const projections = projectionsOf(known, changes)
  const started = chosen(known, projections, after)
  const playbook = started === undefined ? whyNoPlaybook(known, incoming, change, projections) : started.about
  return {
    change: { kind: entry.kind, text: entry.text, incident: after.id, state: after.state, title: after.title },
    playbook,
    countermeasures:
      started === undefined ? { not: 'no playbook runs' } : countermeasuresOf(known, facts, started, started.config),
    lights: lightsOf(known, facts, after.line, line?.after),
    messages: messagesOf(known, facts, change, projections),
    escalation: escalationOf(known, change, projections),
    events: eventsOf(projections),
  }
}

const eventsOf = (projections: readonly Projection[]) =>
  projections.flatMap((one) => (one.kind === 'events' ? one.events.map(({ type }) => type) : []))

/** Lines that were not asked for are taken to be calm. */
function lightsOf(known: Known, facts: KnownFacts, name: string, line: Line | undefined): Part<readonly AboutLight[]> {
  const shown = Object.entries(known.lights).filter(([, { shows }]) => shows.includes(name))
  if (shown.length === 0) return { not: `no light shows the line ${name}` }
  if (line === undefined) return { not: 'the lights show what they showed before' }
  const asked = (other: string) => asShown(other, other === name ? line : facts.table?.snapshot.line(other))
  return shown.flatMap(([light, { shows }]) => {
    const [first, ...others] = shows.map(asked)
    if (first === undefined) return []
    const { state, reasons } = commandFor([first, ...others], facts.now)
    return [{ light, shows, state, reasons: reasons.map(({ title }) => title) }]
  })
}

/** What of it people want to read. */
function aboutSignal(incoming: Incoming): AboutSignal {
  switch (incoming.kind) {
    case 'alarm':
    case 'event': {
      const { kind, state, title, reason, key, at, elsewhere } = incoming
      const ofSource = incoming.kind === 'event' && { source: incoming.source, severity: incoming.severity }
      return { kind, state, title, reason, key, at, ...(elsewhere && { elsewhere }), ...ofSource }
    }
    case 'device':
    case 'contributor': {
      const { kind, state, reason, key, at } = incoming
      return { kind, state, title: incoming.kind === 'device' ? incoming.title : incoming.name, reason, key, at }
    }
    case 'closing':
      return { kind: incoming.kind, title: incoming.title, key: incoming.key, at: incoming.at }
    case 'pull': {
      const { kind, title, reason, key, at, by } = incoming
      return { kind, title, reason, key, at, by }
    }
    case 'answer':
    case 'resolve':
    case 'undo':
    case 'approve':
    case 'refuse':
    case 'run':
    case 'restore':
    case 'end-stop':
      return { kind: incoming.kind, by: incoming.by, incident: incoming.incident }
  }
}
