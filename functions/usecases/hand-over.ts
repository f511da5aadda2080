import { demoted, hasFailedByItself } from '../domain/demotion.ts'
import { handedOver } from '../domain/run-changes.ts'
import { type Change, type Incident, isOpen, type Objection } from '../domain/incident.ts'
import type { Instant } from '../domain/instant.ts'
import { type HandOver, outcomeOf } from '../domain/outcome.ts'
import { outcomeInWords } from '../domain/outcomes.ts'
import type { Writes } from '../domain/writes.ts'
import type { Clock, Incidents } from '../ports.ts'
import { isFollowedByAnother } from './ask-guards.ts'
import { existing, saveChange } from './record.ts'
import { untilNoConflict } from './until-no-conflict.ts'

interface HandOverPorts {
  readonly incidents: Incidents
  readonly clock: Clock
  readonly attempt?: number
}

/**
 * The machine is through: whatever is still open is now for people. A playbook that acted by itself in vain is put down
 * with the same write: no other run can act by itself after people were called.
 */
export async function handOver(
  ports: HandOverPorts,
  id: string,
  because: string | ((incident: Incident) => string),
  why: HandOver = 'held',
  against?: readonly Objection[],
): Promise<'over' | 'handed-over'> {
  const incident = await untilNoConflict(ports.clock, async () => {
    const before = await existing(ports.incidents, id)
    const inFull = typeof because === 'string' ? because : because(before)
    const now = ports.clock.now()
    const change = isFollowedByAnother(ports, before) ? undefined : handedOver(before, inFull, now, why, against)
    if (change === undefined) return before
    const { change: told, ...more } = await withDemotion(ports, change, now, (text) =>
      handedOver(before, `${inFull}; ${text}`, now, why, against),
    )
    await saveChange(ports, told, more)
    return told.after
  })
  return isOpen(incident) ? 'handed-over' : 'over'
}

/** @param telling the same change, which also says that */
async function withDemotion(
  { incidents }: HandOverPorts,
  change: Change,
  now: Instant,
  telling: (text: string) => Change | undefined,
): Promise<Pick<Writes, 'demotion'> & { readonly change: Change }> {
  const { playbook } = change.after
  const outcome = outcomeOf(change.after)
  if (playbook === undefined || outcome === undefined || !hasFailedByItself(change.after)) return { change }
  const seen = (await incidents.lookUp({ playbooks: [playbook] })).demotionOf(playbook)
  const demotion = demoted(seen, change.after, outcomeInWords(outcome), now)
  if (demotion === undefined) return { change }
  const text = `${playbook} asks before each act from now on, until a person restores it (npx andon trust ${playbook})`
  return { demotion, change: telling(text) ?? change }
}
