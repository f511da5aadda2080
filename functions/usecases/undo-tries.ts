import { CannotAct } from '../actions/failure.ts'
import { flood } from '../domain/guards/flood.ts'
import { lineStopped } from '../domain/guards/line-stopped.ts'
import { machinesStopped } from '../domain/guards/machines-stopped.ts'
import { maintenance } from '../domain/guards/maintenance.ts'
import { lineUnknown } from '../domain/guards/line-unknown.ts'
import { type Incident, isOpen } from '../domain/incident.ts'
import { dueAfterwards, type Tried, undoable, undone } from '../domain/undo.ts'
import { askGuards } from './ask-guards.ts'
import { type CountermeasureOutcome, notDone, outcomeOf, type Unfinished } from './countermeasure.ts'
import { finishBegun } from './finish-begun.ts'
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
    const outcome = await undoToTheEnd(ports, steps, called, { incident, nth: tried.nth, because })
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

interface Undo {
  readonly incident: string
  readonly nth: number
  readonly because: UndoBecause
}

async function undoToTheEnd(
  ports: PlaybookPorts,
  steps: Steps,
  called: string,
  undo: Undo,
): Promise<CountermeasureOutcome> {
  const begun = await unlessFailed<Unfinished | CountermeasureOutcome>(
    () => steps.step(called, () => undoUnlessKept(ports, undo), { tries: 3 }),
    notDone,
  )
  if (begun.kind === 'outcome') return begun
  return finishBegun(begun, steps, called, async () =>
    undoOne(ports, await existing(ports.incidents, undo.incident), undo.nth),
  )
}

async function undoUnlessKept(ports: PlaybookPorts, { incident: id, nth, because }: Undo) {
  const incident = await existing(ports.incidents, id)
  const against = because === 'asked' ? undefined : await whatKeepsIt(ports, incident)
  return against === undefined ? undoOne(ports, incident, nth) : notDone(against)
}

/** Once it has begun, nothing keeps it: what is half undone must not stay so. */
function undoOne(ports: PlaybookPorts, { id, tried }: Incident, nth: number) {
  const { action = '', input = {}, plan } = tried[nth] ?? {}
  return outcomeOf(async () => {
    const { undo } = await ports.actions.ready({ action, with: input }, {})
    if (undo === undefined || plan === undefined) throw new CannotAct(`this version of Andon cannot undo ${action}`)
    return undo(plan, `${markOf(id, nth)}-undo`)
  })
}

/** Nobody asked just now, so it must be plain that what helped is no longer needed. */
async function whatKeepsIt(ports: PlaybookPorts, incident: Incident): Promise<string | undefined> {
  if (isOpen(incident)) return 'its incident is open again'
  const { incident: last } = (await ports.incidents.lookUp({ keys: [incident.key] })).memoryOf(incident.key) ?? {}
  if (last !== undefined && isOpen(last)) return `its alarm went off again (${last.id})`
  const { verdict } = await askGuards(
    { ...ports, guards: [machinesStopped, lineUnknown, lineStopped, flood, maintenance] },
    incident,
  )
  return verdict.kind === 'hold' || verdict.kind === 'people' ? verdict.because : undefined
}
