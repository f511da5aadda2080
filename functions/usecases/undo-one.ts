import { CannotAct } from '../actions/failure.ts'
import { flood } from '../domain/guards/flood.ts'
import type { AboutToDo } from '../domain/guards/guard.ts'
import { lineStopped } from '../domain/guards/line-stopped.ts'
import { lineUnknown } from '../domain/guards/line-unknown.ts'
import { machinesStopped } from '../domain/guards/machines-stopped.ts'
import { maintenance } from '../domain/guards/maintenance.ts'
import { protectedByTag } from '../domain/guards/protected-tag.ts'
import { resourceBusy } from '../domain/guards/resource-busy.ts'
import type { Hands } from '../domain/hands.ts'
import { type Incident, isOpen } from '../domain/incident.ts'
import { type Instant, secondsBetween } from '../domain/instant.ts'
import { askGuards } from './ask-guards.ts'
import { count, countOn } from './count-act.ts'
import { type CountermeasureOutcome, notDone, outcomeOf, type Unfinished } from './countermeasure.ts'
import { existing } from './record.ts'
import { untilNoConflict } from './until-no-conflict.ts'
import { type Impossible, markOf, type PlaybookPorts } from './what-it-would-do.ts'

/** 'asked': by a person. 'afterwards': by the playbook, once its incident is resolved. */
export type UndoBecause = 'asked' | 'afterwards'

/** One try that is to be undone. */
export interface Undo {
  readonly because: UndoBecause
  /** Of the incident, with which it came to be due: two wishes are two runs, and one at a time is at it. */
  readonly version?: number | undefined
  readonly incident: string
  readonly nth: number
}

export type BegunUndo = Later | Unfinished | CountermeasureOutcome
interface Later {
  readonly kind: 'later'
  readonly seconds: number
  readonly because: string
}

/** A person's wish goes past a stopped line and stopped machines; but no two are at one thing. */
const guardsOf = {
  asked: [resourceBusy],
  afterwards: [machinesStopped, lineUnknown, lineStopped, flood, maintenance, protectedByTag, resourceBusy],
} as const

/** Undoes it unless something keeps it. It is counted first, as an act is, so that no machine comes to the same thing. */
export async function beginUndo(ports: PlaybookPorts, undo: Undo): Promise<BegunUndo> {
  const kept = await untilNoConflict(ports.clock, () => keptOrCounted(ports, undo))
  return kept ?? carryOut(ports, undo)
}

/** Once it has begun, nothing keeps it: what is half undone must not stay so. */
export async function goOnUndoing(ports: PlaybookPorts, undo: Undo): Promise<Unfinished | CountermeasureOutcome> {
  const incident = await existing(ports.incidents, undo.incident)
  const ready = await readyToUndo(ports, incident, undo)
  if (ready.kind === 'ready') await countOn(ports, incident, { ...ready.about, proof: 0 })
  return carryOut(ports, undo)
}

async function carryOut(ports: PlaybookPorts, undo: Undo): Promise<Unfinished | CountermeasureOutcome> {
  const ready = await readyToUndo(ports, await existing(ports.incidents, undo.incident), undo)
  return ready.kind === 'ready' ? outcomeOf(ready.undo) : notDone(ready.because)
}

interface ReadyToUndo {
  readonly kind: 'ready'
  readonly about: AboutToDo
  readonly undo: () => Promise<string>
}

async function readyToUndo(
  { actions, playbook, rules }: PlaybookPorts,
  { id, line, tried }: Incident,
  { nth, version = 0, because }: Undo,
): Promise<ReadyToUndo | Impossible> {
  const { action = '', input = {}, plan, title = '' } = tried[nth] ?? {}
  try {
    const { locks, undo, reach } = await actions.ready({ action, with: input }, {})
    if (undo === undefined || plan === undefined) throw new CannotAct(`this version of Andon cannot undo ${action}`)
    const mark = `${markOf(id, nth)}-undo`
    const about = {
      playbook: `the undoing of ${playbook}`,
      mark: `${mark}-${version}`,
      resource: locks,
      rules: rules(line),
      // What a person wants undone is no machine's own will: tags do not keep it.
      ...(because === 'afterwards' && { plan: { nth, title, plan: '' }, changes: reach(plan).changes }),
    }
    return { kind: 'ready', about, undo: () => undo(plan, mark) }
  } catch (error) {
    if (error instanceof CannotAct) return { kind: 'impossible', because: error.message }
    throw error
  }
}

/** @returns what keeps it, for good or for a while; `undefined`: it is counted */
async function keptOrCounted(ports: PlaybookPorts, undo: Undo): Promise<Later | CountermeasureOutcome | undefined> {
  const incident = await existing(ports.incidents, undo.incident)
  const against = undo.because === 'asked' ? undefined : await whyNoLonger(ports, incident)
  if (against !== undefined) return notDone(against)
  const ready = await readyToUndo(ports, incident, undo)
  if (ready.kind === 'impossible') return notDone(ready.because)
  const { about } = ready
  const { verdict, hands } = await askGuards({ ...ports, guards: guardsOf[undo.because] }, incident, about)
  const now = ports.clock.now()
  if (verdict.kind === 'hold' && verdict.until.kind === 'instant') return later(now, verdict.until.at, verdict.because)
  if (verdict.kind === 'hold' || verdict.kind === 'people') return notDone(verdict.because)
  const other = hands && atItToo(hands, incident.id, about, now)
  if (other !== undefined) return later(now, other.until, `${about.resource} is being undone already`)
  if (incident.tried[undo.nth]?.undone !== undefined) return notDone('it was undone meanwhile')
  if (hands !== undefined) await count(ports, incident, { ...about, proof: 0 }, hands)
  return undefined
}

const later = (now: Instant, at: Instant, because: string): Later => ({
  kind: 'later',
  seconds: Math.max(1, Math.ceil(secondsBetween(now, at))),
  because,
})

/** Another wish to undo for the same incident: two people asked, or one person and the playbook. */
const atItToo = ({ resource }: Hands, id: string, { playbook, mark }: AboutToDo, now: Instant) =>
  resource.all.find(
    (deed) => deed.incident === id && deed.playbook === playbook && deed.mark !== mark && deed.until > now,
  )

/** Nobody asked just now, so it must be plain that what helped is no longer needed. */
async function whyNoLonger({ incidents }: PlaybookPorts, incident: Incident): Promise<string | undefined> {
  if (isOpen(incident)) return 'its incident is open again'
  const { incident: last } = (await incidents.lookUp({ keys: [incident.key] })).memoryOf(incident.key) ?? {}
  return last !== undefined && isOpen(last) ? `its alarm went off again (${last.id})` : undefined
}
