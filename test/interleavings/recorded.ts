import type { EntryKind, Incident } from '../../functions/domain/incident.ts'
import { type Call, seconds } from './imitated-aws.ts'
import type { Written } from './facts.ts'
import type { World } from './world.ts'

// What was so at which time, read from nothing but what was written and seen: no oracle asks the code that it judges.

export interface Since<T> {
  /** On the axis that is asked about: the number of the turn, or milliseconds. */
  readonly from: number
  readonly value: T
}

/** All that was so at some time within. What ended in the same moment in which it begins counts. */
export function valuesDuring<T>(history: readonly Since<T>[], from: number, to: number): T[] {
  const before = history.findLast((since) => since.from < from)
  return [before, ...history.filter((since) => since.from >= from && since.from <= to)].flatMap((since) =>
    since === undefined ? [] : [since.value],
  )
}

/** From the beginning of the step in which a call was made to the call itself. */
export const whileActing = <T>(history: readonly Since<T>[], { step, start }: Call): T[] =>
  valuesDuring(history, step.seq, start.seq)

export const changesOf = ({ written }: World, incident: string): readonly Written[] =>
  written.filter(({ change }) => change.after.id === incident)

export const lifeOf = (world: World, incident: string): Since<Incident>[] =>
  changesOf(world, incident).map(({ seq, change }) => ({ from: seq, value: change.after }))

/** Whether the line is stopped, by the incidents that stop it. */
export function stopsOf({ written }: World, line: string): Since<boolean>[] {
  const stopping = new Set<string>()
  const since: Since<boolean>[] = [{ from: -1, value: false }]
  for (const { seq, change } of written) {
    if (change.after.line !== line) continue
    if (change.after.state === 'stop') stopping.add(change.after.id)
    else stopping.delete(change.after.id)
    since.push({ from: seq, value: stopping.size > 0 })
  }
  return since
}

/** Whether machines may act on a line, by the switches. In milliseconds. */
export function switchedOff({ switches }: World, line: string): Since<boolean>[] {
  const now = new Map<string, string>()
  const since: Since<boolean>[] = [{ from: -1, value: false }]
  for (const { at, scope, to } of switches.switched) {
    if (scope !== 'all' && scope !== line) continue
    now.set(scope, to)
    since.push({ from: at, value: [...now.values()].some((one) => one !== 'run') })
  }
  return since
}

export const has = (world: World, incident: string, ...kinds: EntryKind[]): boolean =>
  changesOf(world, incident).some(({ change }) => kinds.includes(change.entry.kind))

export const lineOf = (world: World, { incident }: Call): string => lifeOf(world, incident)[0]?.value.line ?? ''

/** Calls that act, in their order: no undoing. */
export const actsOf = ({ aws }: World): Call[] => aws.calls.filter(({ isUndo }) => !isUndo)
/** Those before which guards had to be asked: what has begun is brought to its end. */
export const begunActsOf = (world: World): Call[] => actsOf(world).filter(({ goesOn }) => !goesOn)

/** When the proof of an act is due at the earliest. */
export const proofDue = ({ action, step }: Call): number =>
  step.at + (action === 'reboot' ? seconds.reboot : seconds.redeploy) * 1000

/** What is wrong with a history that was lived through, by one property. */
export type Oracle = (world: World) => string[]

/** Calls on the same thing, after this one. */
export const laterOn = (calls: readonly Call[], { start, resource }: Call) =>
  calls.filter((other) => other.resource === resource && other.start.seq > start.seq)
