import { $ZodError } from 'zod/v4/core'
import type { Action, Plan, Prepared, ReachOfAction } from '../actions/action.ts'
import type { Credentials } from '../actions/api-call.ts'
import { catalogueOf, serviceOf } from '../actions/catalogue.ts'
import { CannotAct } from '../actions/failure.ts'
import type { Services } from '../actions/own-actions.ts'
import { arnText, fromArn, type Home } from '../actions/resource.ts'
import { NotInSignal, type SignalInputs, withInputs } from '../domain/from-signal.ts'
import type { JsonObject } from '../domain/json.ts'
import type { ActionsOfRun, Reach } from '../usecases/what-it-would-do.ts'
import type { Run } from '../usecases/run-playbook.ts'
import { stsSession } from './sts-session.ts'
import { taggedProtection } from './tagging-protection.ts'
import { own } from '../domain/own.ts'

/**
 * Actions as a playbook's own role carries them out; the session bears the incident's id.
 * @param arnPrefix of all roles: `arn:aws:iam::123456789012:role/`
 * @param roles names of the playbooks' roles, without the region in which they end
 * @param region that Andon is deployed in
 * @param ownServices of a team, beside Andon's
 */
export const stsActions =
  (arnPrefix: string, roles: Readonly<Record<string, string>>, region: string, ownServices: Services = {}) =>
  ({ playbook, incident }: Run): ActionsOfRun => {
    const role = own(roles, playbook)
    const assume = shared(() => credentialsOf(arnPrefix, role && `${role}-${region}`, incident))
    const home = { ...fromArn(arnPrefix), region }
    const sessions = { repeated: stsSession(assume, home), once: stsSession(assume, home, 'once') }
    return {
      protection: taggedProtection(sessions.repeated),
      async ready(data, inputs) {
        const action = await actionCalled(data.action, ownServices)
        const input = whole(data.with, inputs)
        const { title, look, reach, act, undo, calls, locks } = preparedFor(data.action, action, input)
        refuseElsewhere(calls, home.account)
        const { wait, atMostOnce } = action
        const session = sessions[atMostOnce ? 'once' : 'repeated']
        return {
          input,
          locks,
          wait,
          atMostOnce,
          title,
          look: () => look(session),
          reach: (plan) => reachBy(reach(plan), home),
          act: (plan, mark) => act(session, plan, mark),
          ...(undo && { undo: (plan: Plan, mark: string) => undo(session, plan, mark) }),
        }
      },
    }
  }

function reachBy({ carriers, seenProtected, group }: ReachOfAction, home: Home): Reach {
  const changes = {
    ...(carriers && { arns: [...new Set(carriers.map((each) => arnText(each, home)))] }),
    ...(seenProtected !== undefined && { seen: seenProtected }),
  }
  return { changes, ...(group && { group }) }
}

/** Credentials are asked for again when these are left of them, as the SDK's clients do. Milliseconds. */
const beforeTheyExpire = 5 * 60_000

/** One role for all clients of a run: each of them would assume it by itself. */
function shared(assume: () => Promise<Credentials>): () => Promise<Credentials> {
  let known: Promise<Credentials> | undefined
  const lasts = ({ expiration }: Credentials) => expiration.getTime() - Date.now() > beforeTheyExpire
  return () => {
    known = known === undefined ? assume() : known.then((before) => (lasts(before) ? before : assume()), assume)
    return known
  }
}

/** The service's code is loaded here and now. */
async function actionCalled(name: string, ownServices: Services): Promise<Action> {
  const action = (await catalogueOf([serviceOf(name)], ownServices)).get(name)
  if (action === undefined) throw new CannotAct(`this version of Andon has no action ${name}`)
  return action
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

async function credentialsOf(arnPrefix: string, role: string | undefined, incident: string): Promise<Credentials> {
  if (role === undefined) throw new Error('this version of Andon has no role for the playbook')
  const { assumeRole } = await import('./sts-assume-role.ts')
  try {
    return await assumeRole(`${arnPrefix}${role}`, incident)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`the role ${role} could not be assumed: ${why}`, { cause: error })
  }
}
