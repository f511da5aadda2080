import type { Plan } from '../actions/action.ts'
import { CannotAct, NotYet } from '../actions/failure.ts'
import type { ActionData } from '../config/actions.ts'
import type { Countermeasure } from '../config/define-andon.ts'
import { toSeconds } from '../domain/duration.ts'
import type { AboutToDo, JointVerdict } from '../domain/guards/guard.ts'
import { isUnapproved } from '../domain/guards/needs-approval.ts'
import {
  type ActionTried,
  countermeasureFinished,
  countermeasureStarted,
  type Finished,
  resumed,
} from '../domain/run-changes.ts'
import type { Incident } from '../domain/incident.ts'
import type { Line } from '../domain/line.ts'
import { askGuards, isFollowedByAnother } from './ask-guards.ts'
import { count, countOn } from './count-act.ts'
import { existing, record } from './record.ts'
import { untilNoConflict } from './until-no-conflict.ts'
import {
  type Impossible,
  inputsOf,
  look,
  markOf,
  type PlaybookPorts,
  readyFor,
  type ReadyToAct,
  unseen,
  whatItWouldDo,
} from './what-it-would-do.ts'

export type Begun = Exclude<JointVerdict, { kind: 'act' }> | ReadyToAct | Impossible
export type Acted = Extract<JointVerdict, { kind: 'hold' }> | Unfinished | CountermeasureOutcome
/** It has begun, and goes on in a while. */
export interface Unfinished {
  readonly kind: 'unfinished'
  readonly because: string
}
export interface CountermeasureOutcome {
  readonly kind: 'outcome'
  readonly outcome: string
  readonly failed: boolean
  /** It was kept from acting: that says nothing about the playbook. */
  readonly kept?: true
}

/** Asks the guards, looks at what is there, and writes down that it begins; or that a person must be asked first. */
export async function begin(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  countermeasure: Countermeasure,
): Promise<Begun> {
  const before = await existing(ports.incidents, id)
  const ready = await readyFor(ports, before, nth, countermeasure.do)
  const { verdict, hands } = await verdictFor(ports, before, ready.kind === 'ready' ? ready.about : undefined)
  if (verdict.kind !== 'act') return verdict
  const seen = ready.kind === 'ready' ? await look(ready) : ready
  const tried = seen.kind === 'act' ? triedOf(seen, countermeasure) : await unseen(ports, before, countermeasure.do)
  const now = await record(ports, id, (incident, now) =>
    incident.state === 'working' &&
    !isFollowedByAnother(ports, incident) &&
    !(seen.kind === 'act' && isUnapproved(incident, seen.about, hands))
      ? countermeasureStarted(incident, nth, tried, now)
      : undefined,
  )
  // Looking took a moment, in which the alarm may have cleared, or people may have taken over.
  const { verdict: still } = await askGuards(ports, now, seen.kind === 'act' ? seen.about : undefined)
  return still.kind === 'act' ? seen : still
}

/** What an incident keeps of what is tried: of what can be undone, how things were. */
function triedOf(seen: ReadyToAct, { do: { action }, afterwards, wait }: Countermeasure): ActionTried {
  const { title, input, plan, canUndo } = seen
  if (!canUndo) return { title, action, input }
  // As long as the alarm has to clear, it has to stay so, before what helped is taken away.
  const undoAfter = afterwards === 'undo' ? { undoAfter: toSeconds(wait ?? seen.wait) } : {}
  return { title, action, input, plan, ...undoAfter }
}

/**
 * Whether it still makes sense. Then it is done as it was first seen: that is what people were told, and the action
 * itself leaves alone what was changed since.
 */
export async function lookAgain(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  action: ActionData,
): Promise<Impossible | { readonly kind: 'sensible' }> {
  const seen = await whatItWouldDo(ports, await existing(ports.incidents, id), nth, action)
  return seen.kind === 'impossible' ? seen : { kind: 'sensible' }
}

/**
 * Time has passed since `begin`, more so after a fault: the guards are asked again, last thing before the act. It is
 * counted before it is done, on condition that no machine has acted since on the same thing or line.
 * @param proof how long the alarm has to clear, in seconds
 */
export async function act(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  action: ActionData,
  { plan, about }: ReadyToAct,
  proof: number,
): Promise<Acted> {
  const allowed = await untilNoConflict(ports.clock, async () => {
    const incident = await existing(ports.incidents, id)
    const { verdict, hands } = await verdictFor(ports, incident, about)
    if (verdict.kind !== 'act' || hands === undefined) return verdict
    // Also when it was counted by an earlier try: what counts is when it is done.
    await count(ports, incident, { ...about, proof }, hands)
    return verdict
  })
  switch (allowed.kind) {
    case 'hold':
      return allowed
    case 'over':
      // It may have been done, by an attempt that was cut off.
      return keptFromActing('no longer needed: the incident is resolved')
    case 'people':
      return keptFromActing(`not done: ${allowed.because}`)
    case 'act':
      return carryOut(ports, id, nth, action, plan)
  }
}

/** Of what has begun: no guard is asked, for half done is worse than done. No other machine may come to the same thing. */
export async function goOn(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  action: ActionData,
  { plan, about }: ReadyToAct,
  proof: number,
): Promise<Unfinished | CountermeasureOutcome> {
  await countOn(ports, await existing(ports.incidents, id), { ...about, proof })
  return carryOut(ports, id, nth, action, plan)
}

async function carryOut(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  action: ActionData,
  plan: Plan,
): Promise<Unfinished | CountermeasureOutcome> {
  return outcomeOf(async () => {
    const incident = await existing(ports.incidents, id)
    const ready = await ports.actions.ready(action, inputsOf(incident))
    return ready.act(plan, markOf(id, nth))
  })
}

/** @param work that acts or undoes, and says in words what was done */
export async function outcomeOf(work: () => Promise<string>): Promise<Unfinished | CountermeasureOutcome> {
  try {
    return { kind: 'outcome', outcome: await work(), failed: false }
  } catch (error) {
    if (error instanceof NotYet) return { kind: 'unfinished', because: error.message }
    if (error instanceof CannotAct) return notDone(error.message)
    throw error
  }
}

export async function finish(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  action: ActionData,
  outcome: Finished,
): Promise<void> {
  const before = await existing(ports.incidents, id)
  // Nothing is known yet of what failed before it began.
  const tried = before.tried[nth] ?? (await unseen(ports, before, action))
  await record(ports, id, (incident, now) => countermeasureFinished(incident, nth, tried, outcome, now))
}

/** What was held and may act again goes on, and says so. */
async function verdictFor(ports: PlaybookPorts, incident: Incident, about: AboutToDo | undefined) {
  const asked = await askGuards(ports, incident, about)
  if (asked.verdict.kind !== 'act' || incident.held === undefined) return asked
  const now = await record(ports, incident.id, (still, at) => resumed(still, whyItGoesOn(asked.line, incident.id), at))
  // Somebody may have answered since.
  return now.state === 'working' ? asked : askGuards(ports, now, about)
}

function whyItGoesOn(line: Line | undefined, id: string): string {
  const held = line?.held.find(({ incident }) => incident === id)
  if (held === undefined) return 'its wait is over'
  return held.until === undefined ? 'the line is no longer stopped' : 'a person decided'
}

export const keptFromActing = (because: string): CountermeasureOutcome => ({ ...notDone(because), kept: true })
export const notDone = (because: string): CountermeasureOutcome => ({ kind: 'outcome', outcome: because, failed: true })
