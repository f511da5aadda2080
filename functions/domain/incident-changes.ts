import type { Change, EntryKind, Incident, OpenState, Try } from './incident.ts'
import { incidentId } from './incident-id.ts'
import type { Instant } from './instant.ts'
import type { Signal } from './signal.ts'

/** @param text what is done about it, for the timeline */
export function opened(signal: Signal, state: OpenState, text: string, playbook?: string): Change {
  const { key, line, title, reason, at } = signal
  const after: Incident = {
    id: incidentId(line, key, at),
    key,
    line,
    state,
    title,
    reason,
    ...(signal.kind === 'alarm' && signal.url !== undefined && { url: signal.url }),
    openedAt: at,
    version: 1,
    ...(playbook !== undefined && { playbook }),
    tried: [],
  }
  return { before: undefined, after, entry: { kind: 'opened', at, text, incident: after } }
}

export function resolved(incident: Incident, at: Instant, by: string): Change {
  const last = incident.tried.at(-1)
  const text = by === 'the alarm' && last ? `the alarm cleared after: ${last.title}` : `resolved by ${by}`
  return change(incident, { state: 'resolved', resolvedAt: at, resolvedBy: by }, 'resolved', at, text)
}

export function changed(incident: Incident, to: Partial<Incident>, at: Instant, text: string): Change {
  return change(incident, to, 'changed', at, text)
}

/** A countermeasure begins. `undefined` when that is known already: the one who says so may say so twice. */
export function countermeasureStarted(incident: Incident, nth: number, title: string, at: Instant): Change | undefined {
  if (incident.tried.length > nth) return undefined
  const tried: Try[] = [...incident.tried, { title, startedAt: at, failed: false }]
  return change(incident, { tried }, 'countermeasure-started', at, title)
}

/**
 * A countermeasure was carried out, or failed, perhaps before it began. It helped only if the alarm says so later.
 * `undefined` when that is known already.
 */
export function countermeasureFinished(
  incident: Incident,
  nth: number,
  { title, outcome, failed }: Pick<Try, 'title' | 'failed'> & { readonly outcome: string },
  at: Instant,
): Change | undefined {
  const begun: Try = incident.tried[nth] ?? { title, startedAt: at, failed: false }
  if (begun.outcome !== undefined) return undefined
  const tried = [...incident.tried.slice(0, nth), { ...begun, outcome, failed }]
  return change(incident, { tried }, 'countermeasure-finished', at, failed ? `failed: ${outcome}` : outcome)
}

/** The machine is done and people are called. `undefined` when it is no longer the machine's: nothing to hand over. */
export function handedOver(incident: Incident, because: string, at: Instant): Change | undefined {
  if (incident.state !== 'working') return undefined
  return change(incident, { state: 'help' }, 'changed', at, `people are called: ${because}`)
}

function change(before: Incident, to: Partial<Incident>, kind: EntryKind, at: Instant, text: string): Change {
  const after: Incident = { ...before, ...to, version: before.version + 1 }
  return { before, after, entry: { kind, at, text, incident: after } }
}
