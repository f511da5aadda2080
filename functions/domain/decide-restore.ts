import type { Restore } from './act.ts'
import type { Demotion, DemotionSeen } from './demotion.ts'
import { changed } from './incident-changes.ts'
import type { Change, Incident } from './incident.ts'
import type { Instant } from './instant.ts'

export type RestoreDecision =
  | {
      readonly kind: 'change'
      readonly change: Change
      readonly demotion: { readonly before: Demotion; readonly after: Demotion }
    }
  | { readonly kind: 'ignore'; readonly because: 'repeated' | 'not-demoted' | 'failed-again' | 'unreadable' }

/**
 * What it means that a person trusts a playbook again: what they looked at was its last failure, and no later one. The
 * incident of that failure tells who it was.
 */
export function decideRestore(
  incident: Incident,
  seen: DemotionSeen,
  { by, id, reason, playbook }: Restore,
  at: Instant,
): RestoreDecision {
  if (seen === 'unreadable') return { kind: 'ignore', because: 'unreadable' }
  if (seen?.restored?.id === id) return { kind: 'ignore', because: 'repeated' }
  if (seen === undefined || seen.restored !== undefined) return { kind: 'ignore', because: 'not-demoted' }
  if (seen.incident !== incident.id) return { kind: 'ignore', because: 'failed-again' }
  const after: Demotion = { ...seen, v: seen.v + 1, restored: { by, at, reason, id } }
  const text = `${by} restores the trust in ${playbook}${reason && `: ${reason}`}`
  return { kind: 'change', change: changed(incident, {}, 'changed', at, text), demotion: { before: seen, after } }
}
