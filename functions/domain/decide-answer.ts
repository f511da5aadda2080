import type { Answer } from './act.ts'
import { type Change, type Incident, isOpen } from './incident.ts'
import { changed } from './incident-changes.ts'
import type { Instant } from './instant.ts'

export type AnswerDecision =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'ignore'; readonly because: 'repeated' | 'resolved' | 'nobody-called' | 'answered-already' }

/** What an answer means for its incident. The first one stays until a more urgent call asks for another. */
export function decideAnswer(incident: Incident, { id, by }: Pick<Answer, 'id' | 'by'>, at: Instant): AnswerDecision {
  if (incident.answer === id) return ignore('repeated')
  if (!isOpen(incident)) return ignore('resolved')
  if (incident.state === 'working') return ignore('nobody-called')
  if (incident.acknowledgedBy !== undefined) return ignore('answered-already')
  const to = { acknowledgedBy: by, acknowledgedAt: at, answer: id }
  return { kind: 'change', change: changed(incident, to, 'acknowledged', at, `${by} answers the call`) }
}

const ignore = (because: Extract<AnswerDecision, { kind: 'ignore' }>['because']): AnswerDecision => ({
  kind: 'ignore',
  because,
})
