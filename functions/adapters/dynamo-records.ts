import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import * as z from 'zod/mini'
import {
  type Approval,
  type AskedPlan,
  entryKinds,
  type Entry,
  type EscalationSoFar,
  type Incident,
  openStates,
  type Try,
} from '../domain/incident.ts'
import { outcomes } from '../domain/outcomes.ts'
import { trusts } from '../domain/trust.ts'
import type { Json } from '../domain/json.ts'
import type { Count, HeldPlaybook, Line } from '../domain/line.ts'
import type { ListedIncident } from '../domain/listed-incident.ts'
import type { Demotion, Restored } from '../domain/demotion.ts'
import type { Notice } from '../domain/notice.ts'
import type { Reason } from '../domain/reasons.ts'
import type { RunRecord } from '../domain/run-record.ts'
import { judged, stopped, type Whole } from './incident-parts.ts'
import { instant } from './zod-instant.ts'

// What the table holds, parsed as it is read: items may be older than this code, or edited by hand.

/** The items that can be read. One that Andon did not write must not hide the others. */
export function readable<T>(
  items: readonly Record<string, AttributeValue>[],
  record: { readonly parse: (item: unknown) => T },
  onUnreadable: (item: Record<string, AttributeValue>, because: string) => void,
): T[] {
  return items.flatMap((item) => {
    try {
      return [record.parse(unmarshall(item))]
    } catch (error) {
      // Not only of Zod: a number too large for us, say, is found as early as it is unmarshalled.
      onUnreadable(item, String(error))
      return []
    }
  })
}

const count = z.object({ all: z.number(), unacknowledged: z.number() }) satisfies Whole<Count>

const json: z.ZodMiniType<Json> = z.json()
const attempt = z.object({
  title: z.string(),
  // The first version did not write down what it had tried, except in words.
  action: z._default(z.string(), 'unknown'),
  input: z._default(z.record(z.string(), json), {}),
  plan: z.exactOptional(z.record(z.string(), json)),
  undoAfter: z.exactOptional(z.number()),
  startedAt: instant,
  proofDue: z.exactOptional(instant),
  kept: z.exactOptional(z.literal(true)),
  outcome: z.exactOptional(z.string()),
  failed: z.boolean(),
  undone: z.exactOptional(z.string()),
  stays: z.exactOptional(z.string()),
}) satisfies Whole<Try>

const askedPlan = z.object({
  nth: z.number(),
  title: z.string(),
  plan: z.string(),
  twoPeople: z.exactOptional(z.literal(true)),
}) satisfies Whole<AskedPlan>

export const incidentRecord = z.object({
  id: z.string(),
  key: z.string(),
  line: z.string(),
  state: z.enum([...openStates, 'resolved']),
  title: z.string(),
  reason: z.string(),
  severity: z.exactOptional(z.literal('low')),
  url: z.exactOptional(z.string()),
  source: z.exactOptional(z.string()),
  neverClears: z.exactOptional(z.literal(true)),
  account: z.exactOptional(z.string()),
  region: z.exactOptional(z.string()),
  elsewhere: z.exactOptional(z.literal(true)),
  tags: z.exactOptional(z.record(z.string(), z.string())),
  inputs: z.exactOptional(z.record(z.string(), z.string())),
  openedAt: instant,
  calledAt: z.exactOptional(instant),
  version: z.number(),
  stopped: z.exactOptional(stopped),
  acknowledgedBy: z.exactOptional(z.string()),
  acknowledgedAt: z.exactOptional(instant),
  answer: z.exactOptional(z.string()),
  escalation: z.exactOptional(z.object({ call: z.number(), told: z.number() }) satisfies Whole<EscalationSoFar>),
  undoAsked: z.exactOptional(z.string()),
  noDataSince: z.exactOptional(instant),
  playbook: z.exactOptional(z.string()),
  trust: z.exactOptional(z.enum(trusts)),
  suggestion: z.exactOptional(askedPlan),
  runs: z.exactOptional(z.number()),
  runBy: z.exactOptional(z.string()),
  ended: z.exactOptional(z.enum(outcomes)),
  asked: z.exactOptional(askedPlan),
  approved: z.exactOptional(z.object({ plan: z.string(), by: z.string(), at: instant }) satisfies Whole<Approval>),
  decision: z.exactOptional(z.string()),
  tried: z.array(attempt),
  held: z.exactOptional(z.string()),
  judged: z.exactOptional(judged),
  resolvedAt: z.exactOptional(instant),
  resolvedBy: z.exactOptional(z.string()),
  silenced: z.exactOptional(z.literal(true)),
}) satisfies Whole<Incident>

/** An incident as the index holds it. */
export const listedRecord = z.pick(incidentRecord, {
  id: true,
  key: true,
  line: true,
  state: true,
  title: true,
  url: true,
  openedAt: true,
  version: true,
  acknowledgedBy: true,
  acknowledgedAt: true,
  playbook: true,
  held: true,
  resolvedAt: true,
  resolvedBy: true,
} satisfies Record<keyof ListedIncident, true>) satisfies z.ZodMiniType<ListedIncident>

export const entryRecord = z.object({
  kind: z.enum(entryKinds),
  at: instant,
  text: z.string(),
  tell: z.exactOptional(z.string()),
  incident: incidentRecord,
}) satisfies Whole<Entry>

const reason = z.object({
  incident: z.string(),
  title: z.string(),
  url: z.exactOptional(z.string()),
  state: z.enum(openStates),
  openedAt: instant,
}) satisfies Whole<Reason>

const held = z.object({
  incident: z.string(),
  callback: z.string(),
  until: z.exactOptional(z.enum(['decision', 'decided'])),
}) satisfies Whole<HeldPlaybook>

export const lineRecord = z.object({
  name: z.string(),
  epoch: instant,
  v: z.number(),
  at: instant,
  open: z.object({ stop: count, approval: count, help: count, working: count }),
  reasons: z.array(reason),
  alarms: z.array(instant),
  flooded: z.boolean(),
  held: z._default(z.array(held), []),
}) satisfies Whole<Line>

/** A `Memory`, with its incident by name. */
export const memoryRecord = z.object({
  at: instant,
  signal: z.string(),
  incident: z.exactOptional(z.string()),
  starts: z.array(instant),
  // Early versions did not keep them.
  openings: z._default(z.array(instant), []),
})

export const demotionRecord = z.object({
  playbook: z.string(),
  v: z.number(),
  incident: z.string(),
  at: instant,
  because: z.string(),
  restored: z.exactOptional(
    z.object({ by: z.string(), at: instant, reason: z.string(), id: z.string() }) satisfies Whole<Restored>,
  ),
}) satisfies Whole<Demotion>

export const runRecord = z.object({
  playbook: z.string(),
  incident: z.string(),
  run: z.number(),
  v: z.number(),
  line: z.string(),
  title: z.string(),
  openedAt: instant,
  at: instant,
  trust: z.enum(trusts),
  runBy: z.exactOptional(z.string()),
  outcome: z.enum(outcomes),
  left: z.array(z.string()),
}) satisfies Whole<RunRecord>

export const noticeRecord = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('posting') }),
  z.object({ kind: z.literal('posted'), ref: z.string(), version: z.number() }),
  z.object({ kind: z.literal('sent'), version: z.number() }),
  z.object({
    kind: z.literal('paged'),
    version: z.number(),
    key: z.string(),
    is: z.enum(['triggered', 'acknowledged', 'resolved']),
  }),
]) satisfies z.ZodMiniType<Notice>
