import { CannotAct } from '../actions/failure.ts'
import { lineStopped } from '../domain/guards/line-stopped.ts'
import { machinesStopped } from '../domain/guards/machines-stopped.ts'
import { lineUnknown } from '../domain/guards/line-unknown.ts'
import { type Incident, isOpen } from '../domain/incident.ts'
import { dueAfterwards, type Tried, undoable, undone } from '../domain/undo.ts'
import { askGuards } from './ask-guards.ts'
import { type CountermeasureOutcome, notDone } from './countermeasure.ts'
import { markOf, type PlaybookPorts } from './what-it-would-do.ts'
import { existing, record } from './record.ts'
import { type Steps, unlessFailed } from './steps.ts'

/** 'asked': by a person. 'afterwards': by the playbook, once its incident is resolved. */
export type UndoBecause = 'asked' | 'afterwards'

export interface Undone {
  readonly ended: 'undone'
  /** How many were tried to be undone. */
  readonly tried: number
}

/**
 * Undoes what was tried for an incident, the last first. What the playbook wants undone waits until the incident has been
 * resolved for as long as its alarm had to clear; an alarm that goes off meanwhile, or a stopped line, keeps it.
 */
export async function undoTries(
  ports: PlaybookPorts,
  steps: Steps,
  incident: string,
  because: UndoBecause,
): Promise<Undone> {
  const { tries, after } = await steps.step('what is to be undone', () => due(ports, incident, because))
  if (after > 0) await steps.wait('wait whether it stays resolved', { seconds: after })
  for (const tried of tries) {
    const called = `undo ${tried.nth + 1}`
    const outcome = await unlessFailed<CountermeasureOutcome>(
      () => steps.step(called, () => undoOne(ports, incident, tried.nth, because), { tries: 3 }),
      notDone,
    )
    await steps.step(`${called}: end`, () =>
      record(ports, incident, (now, at) => undone(now, tried, outcome, at)).then(() => null),
    )
  }
  return { ended: 'undone', tried: tries.length }
}

async function due(
  { incidents }: PlaybookPorts,
  id: string,
  because: UndoBecause,
): Promise<{ tries: readonly Tried[]; after: number }> {
  const incident = await existing(incidents, id)
  return because === 'asked' ? { tries: undoable(incident), after: 0 } : dueAfterwards(incident)
}

async function undoOne(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  because: UndoBecause,
): Promise<CountermeasureOutcome> {
  const incident = await existing(ports.incidents, id)
  const { action = '', input = {}, plan } = incident.tried[nth] ?? {}
  const against = because === 'asked' ? undefined : await whatKeepsIt(ports, incident)
  if (against !== undefined) return notDone(against)
  try {
    const { undo } = await ports.actions.ready({ action, with: input }, {})
    if (undo === undefined || plan === undefined) return notDone(`this version of Andon cannot undo ${action}`)
    return { kind: 'outcome', outcome: await undo(plan, `${markOf(id, nth)}-undo`), failed: false }
  } catch (error) {
    if (error instanceof CannotAct) return notDone(error.message)
    throw error
  }
}

/** Nobody asked just now, so it must be plain that what helped is no longer needed. */
async function whatKeepsIt(ports: PlaybookPorts, incident: Incident): Promise<string | undefined> {
  if (isOpen(incident)) return 'its incident is open again'
  const { incident: last } = (await ports.incidents.lookUp({ keys: [incident.key] })).memoryOf(incident.key) ?? {}
  if (last !== undefined && isOpen(last)) return `its alarm went off again (${last.id})`
  const { verdict } = await askGuards({ ...ports, guards: [machinesStopped, lineUnknown, lineStopped] }, incident)
  return verdict.kind === 'hold' || verdict.kind === 'people' ? verdict.because : undefined
}
