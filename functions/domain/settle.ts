import type { Act, Answer, Resolve } from './act.ts'
import { decideAnswer, type AnswerDecision } from './decide-answer.ts'
import { decide, type Decision } from './decide.ts'
import { decideResolve, type ResolveDecision } from './decide-resolve.ts'
import type { Incident } from './incident.ts'
import { lineNamedIn } from './incident-id.ts'
import type { Instant } from './instant.ts'
import type { Snapshot } from './snapshot.ts'
import { Unusable } from './place.ts'
import type { Signal } from './signal.ts'

/** What comes in, and may change an incident: a signal, or what a person does. */
export type Incoming = Signal | Act
export type Settled = Decision | AnswerDecision | ResolveDecision

/** What it means, given the snapshot. Throws `Unusable` for an act on an incident that does not exist. */
export function settle(snapshot: Snapshot, incoming: Incoming, now: Instant): Settled {
  switch (incoming.kind) {
    case 'alarm':
    case 'device':
    case 'pull':
      return decide(snapshot.memoryOf(incoming.key), incoming)
    case 'answer':
      return decideAnswer(incidentOf(snapshot, incoming), incoming, now)
    case 'resolve':
      return decideResolve(incidentOf(snapshot, incoming), incoming, now)
  }
}

/** The line that it says it is about. */
export function lineOf(incoming: Incoming): string {
  switch (incoming.kind) {
    case 'alarm':
    case 'device':
    case 'pull':
      return incoming.line
    case 'answer':
    case 'resolve':
      return lineNamedIn(incoming.incident)
  }
}

function incidentOf(snapshot: Snapshot, { incident: id }: Answer | Resolve): Incident {
  const incident = snapshot.incident(id)
  if (incident !== undefined) return incident
  throw new Unusable(`there is no incident ${JSON.stringify(id)}; use the id in the field "incident" of Andon's events`)
}
