import type { Act, Answer } from './act.ts'
import { answered, type Answered } from './answer.ts'
import { decide, type Decision } from './decide.ts'
import type { Incident } from './incident.ts'
import { lineNamedIn } from './incident-id.ts'
import type { Instant } from './instant.ts'
import type { Known } from './known.ts'
import { Unusable } from './place.ts'
import type { Signal } from './signal.ts'

/** What comes in, and may change an incident: a fact, or what a person does. */
export type Incoming = Signal | Act
export type Settled = Decision | Answered

/** What it means, given what is known. Throws `Unusable` for an act on what there is not. */
export function settle(known: Known, incoming: Incoming, now: Instant): Settled {
  switch (incoming.kind) {
    case 'alarm':
    case 'device':
    case 'pull':
      return decide(known.memoryOf(incoming.key), incoming)
    case 'answer':
      return answered(incidentOf(known, incoming), incoming, now)
  }
}

/** The line that it is about, as far as it says itself. */
export function lineOf(incoming: Incoming): string {
  switch (incoming.kind) {
    case 'alarm':
    case 'device':
    case 'pull':
      return incoming.line
    case 'answer':
      return lineNamedIn(incoming.incident)
  }
}

function incidentOf(known: Known, { incident: id }: Answer): Incident {
  const incident = known.incident(id)
  if (incident !== undefined) return incident
  throw new Unusable(
    `there is no incident ${JSON.stringify(id)}; name it as the field "incident" of Andon's events does`,
  )
}
