import type { Plan } from '../actions/action.ts'
import { CannotAct } from '../actions/failure.ts'
import { planHash } from '../actions/plan-hash.ts'
import type { ActionData } from '../config/actions.ts'
import { clip } from '../domain/clip.ts'
import type { Duration } from '../domain/duration.ts'
import type { SignalInputs } from '../domain/from-signal.ts'
import type { Rules } from '../domain/guards/guard-facts.ts'
import type { AboutToDo } from '../domain/guards/guard.ts'
import type { ActionTried } from '../domain/run-changes.ts'
import type { AskedPlan, Incident } from '../domain/incident.ts'
import type { JsonObject } from '../domain/json.ts'
import type { Changed } from '../domain/protection.ts'
import type { Group } from '../domain/radius.ts'
import type { ReadProtection } from '../ports.ts'
import type { GuardedPorts } from './ask-guards.ts'

export interface PlaybookPorts extends GuardedPorts {
  readonly actions: Actions
  /** Name of the playbook that runs. */
  readonly playbook: string
  /** What the config says of the playbook on a line. */
  readonly rules: (line: string) => Rules
}

/** What one run can do to AWS. */
export interface Actions {
  /**
   * Rejects with `CannotAct` for an action that this version of the code does not know, and for an input that it does not
   * take, or that the signal should have given.
   */
  ready(action: ActionData, inputs: SignalInputs): Promise<ReadyAction>
}
/** With the rights of its playbook's role. */
export interface ActionsOfRun extends Actions {
  readonly protection: ReadProtection
}
export interface ReadyAction {
  /** What it works on. */
  readonly locks: string
  /** Whole: with what the signal gave. */
  readonly input: JsonObject
  /** How long the alarm usually takes to clear. */
  readonly wait: Duration
  /** Nobody could tell a repetition of it: its step is not repeated. */
  readonly atMostOnce: boolean
  /** Exactly what will be done, for people. */
  readonly title: (plan?: Plan) => string
  readonly look: () => Promise<Plan>
  /** What acting by this plan changes. */
  readonly reach: (plan: Plan) => Reach
  /** @param mark the same in every try of this act, and in no other */
  readonly act: (plan: Plan, mark: string) => Promise<string>
  /** Missing where nothing can be brought back. */
  readonly undo?: (plan: Plan, mark: string) => Promise<string>
}

export interface Reach {
  readonly changes: Changed
  /** Missing: what it acts on is of no group. */
  readonly group?: Group
}

export interface ReadyToAct {
  readonly kind: 'act'
  readonly title: string
  readonly plan: Plan
  readonly about: AboutToDo
  readonly input: JsonObject
  readonly wait: Duration
  readonly atMostOnce: boolean
  readonly canUndo: boolean
}
export interface Impossible {
  readonly kind: 'impossible'
  readonly because: string
}

/** @param nth of the incident's countermeasures, the first is 0 */
export const markOf = (incident: string, nth: number): string => `${incident}-${nth}`

/** About to look, and to act. */
export interface Ready {
  readonly kind: 'ready'
  readonly action: ReadyAction
  readonly data: ActionData
  readonly nth: number
  readonly about: AboutToDo
}

/** What is about to be done, before anything was looked at. */
export async function readyFor(
  { actions, playbook, rules }: PlaybookPorts,
  incident: Incident,
  nth: number,
  data: ActionData,
): Promise<Ready | Impossible> {
  try {
    const action = await actions.ready(data, inputsOf(incident))
    const about = { playbook, mark: markOf(incident.id, nth), resource: action.locks, rules: rules(incident.line) }
    return { kind: 'ready', action, data, nth, about }
  } catch (error) {
    if (error instanceof CannotAct) return { kind: 'impossible', because: error.message }
    throw error
  }
}

/** What a person would be asked to let it do. */
export const askedPlan = (
  { twoPeople }: Rules,
  { nth, title, hash }: { readonly nth: number; readonly title: string; readonly hash: string },
): AskedPlan => ({ nth, title: clip(title, 200), plan: hash, ...(twoPeople && { twoPeople: true }) })

/** What is there, and so exactly what would be done. */
export async function look({ action, data, nth, about }: Ready): Promise<ReadyToAct | Impossible> {
  const { title: titleFor, input, wait, atMostOnce, undo, reach } = action
  try {
    const plan = await action.look()
    const title = titleFor(plan)
    const asked = askedPlan(about.rules, { nth, title, hash: planHash(nth, data.action, input, plan) })
    const canUndo = undo !== undefined
    const willDo = { ...about, plan: asked, ...reach(plan) }
    return { kind: 'act', title, plan, about: willDo, input, wait, atMostOnce, canUndo }
  } catch (error) {
    if (error instanceof CannotAct) return { kind: 'impossible', because: error.message }
    throw error
  }
}

/** What a playbook would do for an incident, without doing it. */
export async function whatItWouldDo(
  ports: PlaybookPorts,
  incident: Incident,
  nth: number,
  action: ActionData,
): Promise<ReadyToAct | Impossible> {
  const ready = await readyFor(ports, incident, nth, action)
  return ready.kind === 'ready' ? look(ready) : ready
}

export const inputsOf = ({ inputs = {} }: Incident): SignalInputs => inputs

/** What would be done, as far as that is known without looking. */
export async function unseen({ actions }: PlaybookPorts, incident: Incident, data: ActionData): Promise<ActionTried> {
  const { action, with: input } = data
  try {
    const ready = await actions.ready(data, inputsOf(incident))
    return { title: ready.title(), action, input: ready.input }
  } catch (error) {
    if (error instanceof CannotAct) return { title: action, action, input }
    throw error
  }
}
