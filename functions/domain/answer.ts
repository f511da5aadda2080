import { type Change, type Incident, isOpen } from './incident.ts'
import { changed } from './incident-changes.ts'
import type { Instant } from './instant.ts'

/** Somebody answers the call of an incident: "I am on it". */
export interface Answer {
  /** The same for every delivery of the same answer. */
  readonly id: string
  readonly incident: string
  /** Hostile text: escape it where it is shown. */
  readonly by: string
}

export type Answered =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'nothing'; readonly because: 'repeated' | 'resolved' | 'nobody-called' | 'answered-already' }

/** What an answer means for its incident. The first one stays until a more urgent call asks for another. */
export function answered(incident: Incident, { id, by }: Answer, at: Instant): Answered {
  if (incident.answer === id) return nothing('repeated')
  if (!isOpen(incident)) return nothing('resolved')
  if (incident.state === 'working') return nothing('nobody-called')
  if (incident.acknowledgedBy !== undefined) return nothing('answered-already')
  const to = { acknowledgedBy: by, acknowledgedAt: at, answer: id }
  return { kind: 'change', change: changed(incident, to, 'acknowledged', at, `${by} answers the call`) }
}

const nothing = (because: Extract<Answered, { kind: 'nothing' }>['because']): Answered => ({ kind: 'nothing', because })
