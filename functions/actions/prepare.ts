import { $ZodError } from 'zod/v4/core'
import { NotInSignal, type SignalInputs, withInputs } from '../domain/from-signal.ts'
import type { JsonObject } from '../domain/json.ts'
import type { Changed } from '../domain/protection.ts'
import type { Group } from '../domain/radius.ts'
import type { Action, Prepared, ReachOfAction } from './action.ts'
import { CannotAct } from './failure.ts'
import { arnText, type Home } from './resource.ts'

/** What the config says is to be done. */
interface Wanted {
  readonly action: string
  readonly with: JsonObject
}

export interface ReadyOnInput extends Prepared {
  readonly action: Action
  /** Whole: with what the signal gave. */
  readonly input: JsonObject
}

/**
 * An action with its input, as the config and the signal give it. Throws `CannotAct` for an action that does not exist,
 * for an input that it does not take or that the signal should have given, and for what is in another account.
 * @param action as this version has it, if it has it
 * @param account that Andon acts in
 */
export function prepare(
  action: Action | undefined,
  wanted: Wanted,
  inputs: SignalInputs,
  account: string,
): ReadyOnInput {
  if (action === undefined) throw new CannotAct(`this version of Andon has no action ${wanted.action}`)
  const input = whole(wanted.with, inputs)
  const prepared = preparedFor(wanted.action, action, input)
  refuseElsewhere(prepared.calls, account)
  return { ...prepared, action, input }
}

function whole(input: JsonObject, inputs: SignalInputs): JsonObject {
  try {
    return withInputs(input, inputs)
  } catch (error) {
    if (error instanceof NotInSignal) throw new CannotAct(error.message)
    throw error
  }
}

function preparedFor(name: string, action: Action, input: JsonObject): Prepared {
  try {
    return action.on(input)
  } catch (error) {
    if (error instanceof $ZodError) throw new CannotAct(`${name} cannot use its input: ${inWords(error)}`)
    throw error
  }
}

/** Without the values, which may come from outside. */
const inWords = ({ issues }: $ZodError) =>
  issues.map(({ path, message }) => `${path.join('.')} must be ${message}`).join('; ')

/** A role of this account opens nothing in another, unless that one has opened itself, which would be its own risk. */
function refuseElsewhere(calls: Prepared['calls'], account: string): void {
  const named = calls.flatMap(({ grants }) => grants.flatMap(({ on }) => ('noResource' in on ? [] : on)))
  // AWS's own documents are of no account.
  const strange = named.find((one) => one.account !== undefined && /^\d/.test(one.account) && one.account !== account)
  if (strange === undefined) return
  throw new CannotAct(
    `${strange.service} ${strange.resource} is in account ${strange.account}, where Andon has no role: it acts in ${account} alone`,
  )
}

/** What acting by a plan changes, in whole ARNs. */
export function reachBy({ carriers, seenProtected, group }: ReachOfAction, home: Home): ReachOnAws {
  const changes = {
    ...(carriers && { arns: [...new Set(carriers.map((each) => arnText(each, home)))] }),
    ...(seenProtected !== undefined && { seen: seenProtected }),
  }
  return { changes, ...(group && { group }) }
}

interface ReachOnAws {
  readonly changes: Changed
  readonly group?: Group
}
