import { clip } from './clip.ts'
import { changed } from './incident-changes.ts'
import { type Change, type Incident, isOpen } from './incident.ts'
import type { Memory } from './memory.ts'
import type { ContributorSignal } from './signal.ts'

export type ContributorDecision =
  | { readonly kind: 'ignore'; readonly because: 'stale' | 'repeated' }
  | { readonly kind: 'note'; readonly because: 'nothing-open'; readonly memory: Memory }
  | { readonly kind: 'change'; readonly change: Change; readonly memory: Memory }

/**
 * What a contributor's change means for its alarm's incident: one more entry in its timeline. The alarm alone opens and
 * resolves. @param known what is remembered of the contributor
 */
export function decideContributor(
  known: Memory | undefined,
  incident: Incident | undefined,
  signal: ContributorSignal,
): ContributorDecision {
  if (known?.signal === signal.id) return { kind: 'ignore', because: 'repeated' }
  if (known && signal.at <= known.at) return { kind: 'ignore', because: 'stale' }
  const memory: Memory = { at: signal.at, signal: signal.id, starts: [], openings: [] }
  if (incident === undefined || !isOpen(incident)) return { kind: 'note', because: 'nothing-open', memory }
  return { kind: 'change', change: changed(incident, {}, 'changed', signal.at, inWords(signal)), memory }
}

const inWords = ({ name, state, reason }: ContributorSignal) =>
  state === 'ok' ? `${name} is OK again` : `${name} is in ALARM too: ${clip(reason, 300)}`
