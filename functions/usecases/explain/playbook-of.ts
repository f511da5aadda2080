import type { PlaybookConfig } from '../../config/define-andon.ts'
import type { Change, Incident } from '../../domain/incident.ts'
import { own } from '../../domain/own.ts'
import type { Incoming } from '../../domain/settle.ts'
import type { Projection } from '../projection.ts'
import type { Started } from './started.ts'
import type { AboutPlaybook, Not } from './explanation.ts'
import type { Known } from './known.ts'

interface Chosen extends Started {
  readonly about: AboutPlaybook
  readonly config: PlaybookConfig
}

/** The playbook that is started, if one is. */
export function chosen(known: Known, projections: readonly Projection[], incident: Incident): Chosen | undefined {
  const [start] = projections.flatMap((one) => (one.kind === 'start' ? one : []))
  if (start === undefined) return undefined
  const { playbook: name, suggest: suggests = false } = start
  const config = own(known.config.playbooks, name)
  if (config === undefined) return undefined
  const { title } = config
  const { trust = 'auto' } = incident
  const about = { name, title, trust, does: suggests ? 'suggests' : 'runs', role: roleOf(known, name) } as const
  return { incident, playbook: name, suggests, about, config }
}

function roleOf({ roles, home }: Known, playbook: string): string {
  const role = own(roles, playbook)
  return role === undefined ? '' : `arn:${home.partition}:iam::${home.account}:role/${role}-${home.region}`
}

/** Why no machine is started. What the timeline says knows most of it. */
export function whyNoPlaybook(
  known: Known,
  incoming: Incoming,
  { after, entry }: Change,
  projections: readonly Projection[],
): Not {
  const undo = projections.some(({ kind }) => kind === 'undo')
  if (undo) return { not: 'none is started; what one did is undone' }
  if (entry.kind !== 'opened' && entry.kind !== 'reopened') return { not: 'it opens nothing, so none is started' }
  if (incoming.kind !== 'alarm' && incoming.kind !== 'event')
    return { not: 'only alarms and the events of sources start playbooks' }
  if (incoming.playbook !== undefined || incoming.withheld !== undefined) return { not: entry.text }
  return { not: noChoice(known, incoming, after.line) }
}

/** Choices that are named, with what they ask for. */
const mostNamed = 5
const longestPattern = 200

function noChoice({ config }: Known, incoming: Extract<Incoming, { kind: 'alarm' | 'event' }>, line: string): string {
  const isEvent = incoming.kind === 'event'
  const whose = isEvent ? `the source ${incoming.source}` : `the line ${line}`
  const choices = (isEvent ? own(config.sources ?? {}, incoming.source) : own(config.lines, line))?.playbooks ?? []
  if (choices.length === 0) return `${whose} has no playbook`
  const named = choices
    .slice(0, mostNamed)
    .map(({ when, run }) => `${run} asks for ${JSON.stringify(when ?? {}).slice(0, longestPattern)}`)
  const more = choices.length > mostNamed ? [`and ${choices.length - mostNamed} more`] : []
  return `no playbook of ${whose} is for it (${[...named, ...more].join('; ')})`
}
