import { mostHolds } from '../domain/hold.ts'
import { dueAfterwards, type Tried, undoable, undone } from '../domain/undo.ts'
import { type CountermeasureOutcome, notDone } from './countermeasure.ts'
import { finishBegun } from './finish-begun.ts'
import { existing, record } from './record.ts'
import { type Steps, unlessFailed } from './steps.ts'
import { beginUndo, type BegunUndo, goOnUndoing, type Undo, type UndoBecause } from './undo-one.ts'
import type { PlaybookPorts } from './what-it-would-do.ts'

export interface Undone {
  readonly ended: 'undone'
  /** How many were tried to be undone. */
  readonly tried: number
}

/**
 * Undoes what was tried for an incident, the last first. What the playbook wants undone waits until the incident has been
 * resolved for as long as its alarm had to clear; an alarm that goes off meanwhile, or a stopped line, keeps it.
 * It waits for a machine that is at the same thing.
 */
export async function undoTries(
  ports: PlaybookPorts,
  steps: Steps,
  incident: string,
  why: Pick<Undo, 'because' | 'version'>,
): Promise<Undone> {
  const { tries, after } = await steps.step('what is to be undone', () => due(ports, incident, why.because))
  if (after > 0) await steps.wait('wait whether it stays resolved', { seconds: after })
  for (const tried of tries) {
    const called = `undo ${tried.nth + 1}`
    const outcome = await undoToTheEnd(ports, steps, called, { ...why, incident, nth: tried.nth })
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

async function undoToTheEnd(
  ports: PlaybookPorts,
  steps: Steps,
  called: string,
  undo: Undo,
): Promise<CountermeasureOutcome> {
  for (let waits = 0, name = called; ; name = `${called}, after wait ${waits}`) {
    const begun = await unlessFailed<BegunUndo>(
      () => steps.step(name, () => beginUndo(ports, undo), { tries: 3 }),
      notDone,
    )
    if (begun.kind === 'outcome') return begun
    if (begun.kind === 'unfinished') return finishBegun(begun, steps, called, () => goOnUndoing(ports, undo))
    if (waits++ === mostHolds) return notDone(begun.because)
    await steps.wait(`${called}: wait ${waits}`, { seconds: begun.seconds })
  }
}
