import type { Answer } from './act.ts'
import { type Change, type Incident, isOpen } from './incident.ts'
import { changed } from './incident-changes.ts'
import type { Instant } from './instant.ts'

export type AnswerDecision =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'ignore'; readonly because: AnswerIgnored }

type AnswerIgnored = 'repeated' | 'resolved' | 'nobody-called' | 'answered-already' | 'not-ours'

/**
 * What an answer means for its incident. The first one stays until a more urgent call asks for another.
 * @param incident `undefined`: of another Andon
 */
export function decideAnswer(
  incident: Incident | undefined,
  { id, by }: Pick<Answer, 'id' | 'by'>,
  at: Instant,
): AnswerDecision {
  if (incident === undefined) return ignore('not-ours')
  if (incident.answer === id) return ignore('repeated')
  if (!isOpen(incident)) return ignore('resolved')
  if (incident.state === 'working') return ignore('nobody-called')
  if (incident.acknowledgedBy !== undefined) return ignore('answered-already')
  const to = { acknowledgedBy: by, acknowledgedAt: at, answer: id }
  return { kind: 'change', change: changed(incident, to, 'acknowledged', at, `${by} answers the call`) }
}

const ignore = (because: AnswerIgnored): AnswerDecision => ({ kind: 'ignore', because })
