import type { Plan } from '../actions/action.ts'
import { CannotAct, NotYet } from '../actions/failure.ts'
import type { ActionData } from '../config/actions.ts'
import { countermeasureFinished, countermeasureStarted, handedOver, resumed } from '../domain/incident-changes.ts'
import { isOpen } from '../domain/incident.ts'
import type { Line } from '../domain/line.ts'
import type { JointVerdict } from '../domain/guards/guard.ts'
import { askGuards, type GuardedPorts } from './ask-guards.ts'
import { existing, record } from './record.ts'

export interface PlaybookPorts extends GuardedPorts {
  readonly actions: Actions
}

/** What one run can do to AWS. */
export interface Actions {
  /** Rejects with `CannotAct` for an action that this version of the code does not know. */
  ready(action: ActionData): Promise<ReadyAction>
}
export interface ReadyAction {
  /** Exactly what will be done, for people. */
  readonly title: (plan?: Plan) => string
  readonly look: () => Promise<Plan>
  /** @param mark the same in every try of this act, and in no other */
  readonly act: (plan: Plan, mark: string) => Promise<string>
}

export type Begun = Exclude<JointVerdict, { kind: 'act' }> | ReadyToAct | Impossible
export interface ReadyToAct {
  readonly kind: 'act'
  readonly title: string
  readonly plan: Plan
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
export async function begin(ports: PlaybookPorts, id: string, nth: number, action: ActionData): Promise<Begun> {
  const verdict = await verdictFor(ports, id)
  if (verdict.kind !== 'act') return verdict
  const seen = await look(ports, action)
  const title = seen.kind === 'act' ? seen.title : await titleOf(ports, action)
  const incident = await record(ports, id, (incident, now) =>
    incident.state === 'working' ? countermeasureStarted(incident, nth, tried(action, title), now) : undefined,
  )
  // Looking took a moment, in which the alarm may have cleared, or people may have taken over.
  const { verdict: still } = await askGuards(ports, incident)
  return still.kind === 'act' ? seen : still
}

/** Time has passed since `begin`, more so after a fault: the guards are asked again, last thing before the act. */
export async function act(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  action: ActionData,
  plan: Plan,
): Promise<Acted> {
  const verdict = await verdictFor(ports, id)
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
    const outcome = await (await ports.actions.ready(action)).act(plan, `${id}-${nth}`)
    return { kind: 'outcome', outcome, failed: false }
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
  outcome: CountermeasureOutcome,
): Promise<void> {
  // For what failed before it began; otherwise the title is known.
  const title = await titleOf(ports, action)
  await record(ports, id, (incident, now) => countermeasureFinished(incident, nth, tried(action, title), outcome, now))
}

/** The machine is through: whatever is still open is now for people. */
export async function handOver(
  ports: Omit<PlaybookPorts, 'actions'>,
  id: string,
  because: string,
): Promise<'over' | 'handed-over'> {
  const incident = await record(ports, id, (incident, now) => handedOver(incident, because, now))
  return isOpen(incident) ? 'handed-over' : 'over'
}

/** What was held and may act again goes on, and says so. */
async function verdictFor(ports: PlaybookPorts, id: string): Promise<JointVerdict> {
  const incident = await existing(ports.incidents, id)
  const { verdict, line } = await askGuards(ports, incident)
  if (verdict.kind === 'act' && incident.held !== undefined) {
    await record(ports, id, (still, now) => resumed(still, whyItGoesOn(line, id), now))
  }
  return verdict
}

function whyItGoesOn(line: Line | undefined, id: string): string {
  const held = line?.held.find(({ incident }) => incident === id)
  if (held === undefined) return 'its wait is over'
  return held.until === undefined ? 'the line is no longer stopped' : 'a person decided'
}

async function look({ actions }: PlaybookPorts, action: ActionData): Promise<ReadyToAct | Impossible> {
  try {
    const ready = await actions.ready(action)
    const plan = await ready.look()
    return { kind: 'act', title: ready.title(plan), plan }
  } catch (error) {
    if (error instanceof CannotAct) return { kind: 'impossible', because: error.message }
    throw error
  }
}

export const notDone = (because: string): CountermeasureOutcome => ({ kind: 'outcome', outcome: because, failed: true })

/** What would be done, as far as that is known without looking. */
async function titleOf({ actions }: PlaybookPorts, action: ActionData): Promise<string> {
  try {
    return (await actions.ready(action)).title()
  } catch (error) {
    if (error instanceof CannotAct) return action.action
    throw error
  }
}

const tried = ({ action, with: input }: ActionData, title: string) => ({ title, action, input })
