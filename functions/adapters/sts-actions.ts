import type { Action, Plan } from '../actions/action.ts'
import type { Credentials } from '../actions/api-call.ts'
import { catalogueOf, serviceOf } from '../actions/catalogue.ts'
import type { Services } from '../actions/own-actions.ts'
import { prepare, reachBy } from '../actions/prepare.ts'
import { fromArn } from '../actions/resource.ts'
import type { ActionsOfRun } from '../usecases/what-it-would-do.ts'
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
        const found = await actionCalled(data.action, ownServices)
        const { action, input, title, look, reach, act, undo, locks } = prepare(found, data, inputs, home.account)
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
const actionCalled = async (name: string, ownServices: Services): Promise<Action | undefined> =>
  (await catalogueOf([serviceOf(name)], ownServices)).get(name)

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
