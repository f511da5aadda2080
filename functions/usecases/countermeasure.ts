import type { Plan } from '../actions/action.ts'
import { CannotAct, NotYet } from '../actions/failure.ts'
import type { ActionData } from '../config/actions.ts'
import type { Countermeasure } from '../config/define-andon.ts'
import { type Duration, toSeconds } from '../domain/duration.ts'
import type { SignalInputs } from '../domain/from-signal.ts'
import {
  type ActionTried,
  countermeasureFinished,
  countermeasureStarted,
  handedOver,
  resumed,
} from '../domain/incident-changes.ts'
import { type Incident, isOpen } from '../domain/incident.ts'
import type { JsonObject } from '../domain/json.ts'
import type { Line } from '../domain/line.ts'
import type { JointVerdict } from '../domain/guards/guard.ts'
import { askGuards, type GuardedPorts } from './ask-guards.ts'
import { existing, record } from './record.ts'

export interface PlaybookPorts extends GuardedPorts {
  readonly actions: Actions
}

/** What one run can do to AWS. */
export interface Actions {
  /**
   * Rejects with `CannotAct` for an action that this version of the code does not know, and for an input that it does not
   * take, or that the signal should have given.
   */
  ready(action: ActionData, inputs: SignalInputs): Promise<ReadyAction>
}
export interface ReadyAction {
  /** Whole: with what the signal gave. */
  readonly input: JsonObject
  /** How long the alarm usually takes to clear. */
  readonly wait: Duration
  /** Nobody could tell a repetition of it: its step is not repeated. */
  readonly atMostOnce: boolean
  /** Exactly what will be done, for people. */
  readonly title: (plan?: Plan) => string
  readonly look: () => Promise<Plan>
  /** @param mark the same in every try of this act, and in no other */
  readonly act: (plan: Plan, mark: string) => Promise<string>
  /** Missing where nothing can be brought back. */
  readonly undo?: (plan: Plan, mark: string) => Promise<string>
}

export type Begun = Exclude<JointVerdict, { kind: 'act' }> | ReadyToAct | Impossible
export interface ReadyToAct {
  readonly kind: 'act'
  readonly title: string
  readonly plan: Plan
  readonly input: JsonObject
  readonly wait: Duration
  readonly atMostOnce: boolean
  readonly canUndo: boolean
}
export interface Impossible {
  readonly kind: 'impossible'
  readonly because: string
}
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
}

/** Asks the guards, looks at what is there, and writes down that it begins. */
export async function begin(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  countermeasure: Countermeasure,
): Promise<Begun> {
  const { verdict, incident } = await verdictFor(ports, id)
  if (verdict.kind !== 'act') return verdict
  const seen = await look(ports, incident, countermeasure.do)
  const tried = seen.kind === 'act' ? triedOf(seen, countermeasure) : await unseen(ports, incident, countermeasure.do)
  const now = await record(ports, id, (incident, now) =>
    incident.state === 'working' ? countermeasureStarted(incident, nth, tried, now) : undefined,
  )
  // Looking took a moment, in which the alarm may have cleared, or people may have taken over.
  const { verdict: still } = await askGuards(ports, now)
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
  action: ActionData,
): Promise<Impossible | { readonly kind: 'sensible' }> {
  const seen = await look(ports, await existing(ports.incidents, id), action)
  return seen.kind === 'impossible' ? seen : { kind: 'sensible' }
}

/** Time has passed since `begin`, more so after a fault: the guards are asked again, last thing before the act. */
export async function act(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  action: ActionData,
  plan: Plan,
): Promise<Acted> {
  const { verdict } = await verdictFor(ports, id)
  switch (verdict.kind) {
    case 'hold':
      return verdict
    case 'over':
      // It may have been done, by an attempt that was cut off.
      return notDone('no longer needed: the incident is resolved')
    case 'people':
      return notDone(`not done: ${verdict.because}`)
    case 'act':
      return goOn(ports, id, nth, action, plan)
  }
}

/** Of what has begun: no guard is asked, for half done is worse than done. */
export async function goOn(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  action: ActionData,
  plan: Plan,
): Promise<Unfinished | CountermeasureOutcome> {
  try {
    const incident = await existing(ports.incidents, id)
    const ready = await ports.actions.ready(action, inputsOf(incident))
    const outcome = await ready.act(plan, markOf(id, nth))
    return { kind: 'outcome', outcome, failed: false }
  } catch (error) {
    if (error instanceof NotYet) return { kind: 'unfinished', because: error.message }
    if (error instanceof CannotAct) return notDone(error.message)
    throw error
  }
}

/** @param nth of the incident's countermeasures, the first is 0 */
export const markOf = (incident: string, nth: number): string => `${incident}-${nth}`

export async function finish(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  action: ActionData,
  outcome: CountermeasureOutcome,
): Promise<void> {
  // For what failed before it began; otherwise the title is known.
  const tried = await unseen(ports, await existing(ports.incidents, id), action)
  await record(ports, id, (incident, now) => countermeasureFinished(incident, nth, tried, outcome, now))
}

/** The machine is through: whatever is still open is now for people. */
export async function handOver(
  ports: Omit<PlaybookPorts, 'actions'>,
  id: string,
  because: string | ((incident: Incident) => string),
): Promise<'over' | 'handed-over'> {
  const incident = await record(ports, id, (incident, now) =>
    handedOver(incident, typeof because === 'string' ? because : because(incident), now),
  )
  return isOpen(incident) ? 'handed-over' : 'over'
}

/** What was held and may act again goes on, and says so. */
async function verdictFor(ports: PlaybookPorts, id: string) {
  const incident = await existing(ports.incidents, id)
  const { verdict, line } = await askGuards(ports, incident)
  if (verdict.kind === 'act' && incident.held !== undefined) {
    await record(ports, id, (still, now) => resumed(still, whyItGoesOn(line, id), now))
  }
  return { verdict, incident }
}

function whyItGoesOn(line: Line | undefined, id: string): string {
  const held = line?.held.find(({ incident }) => incident === id)
  if (held === undefined) return 'its wait is over'
  return held.until === undefined ? 'the line is no longer stopped' : 'a person decided'
}

async function look(
  { actions }: PlaybookPorts,
  incident: Incident,
  action: ActionData,
): Promise<ReadyToAct | Impossible> {
  try {
    const { title, look, input, wait, atMostOnce, undo } = await actions.ready(action, inputsOf(incident))
    const plan = await look()
    return { kind: 'act', title: title(plan), plan, input, wait, atMostOnce, canUndo: undo !== undefined }
  } catch (error) {
    if (error instanceof CannotAct) return { kind: 'impossible', because: error.message }
    throw error
  }
}

const inputsOf = ({ inputs = {} }: Incident): SignalInputs => inputs

export const notDone = (because: string): CountermeasureOutcome => ({ kind: 'outcome', outcome: because, failed: true })

/** What would be done, as far as that is known without looking. */
async function unseen({ actions }: PlaybookPorts, incident: Incident, data: ActionData): Promise<ActionTried> {
  const { action, with: input } = data
  try {
    const ready = await actions.ready(data, inputsOf(incident))
    return { title: ready.title(), action, input: ready.input }
  } catch (error) {
    if (error instanceof CannotAct) return { title: action, action, input }
    throw error
  }
}
