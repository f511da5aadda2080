import { createHash } from 'node:crypto'
import { callsWithin } from '../functions/actions/bounds.ts'
import type { Catalogue } from '../functions/actions/catalogue.ts'
import type { Conditions, Grant, Resource } from '../functions/actions/resource.ts'
import type { AndonConfig, PlaybookConfig } from '../functions/config/define-andon.ts'
import { waitOf } from '../functions/config/wait-of.ts'
import { toSeconds } from '../functions/domain/duration.ts'
import { playbookRolePrefix } from './names.ts'

/** What a playbook's role may do. Plain data: the role's name is made from it before there is a stack. */
export interface PlaybookPolicy {
  /** Without the region, in which it ends where it is deployed: an account's regions share one namespace of roles. */
  readonly roleName: string
  readonly statements: readonly Statement[]
  /** How long its countermeasures wait for the alarm, together. Seconds. */
  readonly waits: number
}
export interface Statement {
  /** As IAM names them, in text order. */
  readonly actions: readonly string[]
  /** Empty: IAM has no resource for these. */
  readonly on: readonly Resource[]
  readonly when: Conditions
}

/** @param actions all that the config's playbooks name */
export const playbookPolicies = ({ playbooks }: AndonConfig, actions: Catalogue): Record<string, PlaybookPolicy> =>
  Object.fromEntries(Object.entries(playbooks).map(([name, playbook]) => [name, policyOf(name, playbook, actions)]))

/** By playbook: what the code has to know of the policies. */
export const roleNames = (policies: Readonly<Record<string, PlaybookPolicy>>): Record<string, string> =>
  Object.fromEntries(Object.entries(policies).map(([playbook, { roleName }]) => [playbook, roleName]))

function policyOf(name: string, playbook: PlaybookConfig, actions: Catalogue): PlaybookPolicy {
  const calls = playbook.countermeasures.flatMap((each) => grantsOf(each.do, actions))
  const statements = statementsOf(calls.length === 0 ? [] : [...calls, readsTags])
  const short = name.slice(0, longestName)
  // Whatever is granted is in the name. So a role never changes, and goes on serving the runs that began with it.
  const told = short === name ? statements : [name, statements]
  const hash = createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 8)
  const waits = playbook.countermeasures.reduce((sum, each) => sum + toSeconds(waitOf(each, actions)), 0)
  return { roleName: `${playbookRolePrefix}${short}-${hash}`, statements, waits }
}

/** The guard protected-tag asks with the playbook's own rights. */
export const readsTags: Grant = {
  action: 'tag:GetResources',
  on: {
    noResource: 'IAM names no resource for GetResources; it reads the tags of what a playbook is about to change.',
  },
}

/** Of the 64 characters of a role's name, what the prefix, the hash, the longest region and two dashes leave. */
const longestName = 64 - playbookRolePrefix.length - 8 - 'ap-southeast-1'.length - 2

function grantsOf({ action, with: input }: PlaybookConfig['countermeasures'][number]['do'], actions: Catalogue) {
  const known = actions.get(action)
  if (known === undefined) throw new Error(`unknown action ${action}, which parseAndon should have refused`)
  return callsWithin(known, input).flatMap(({ grants }) => grants)
}

/** One statement for each of what is acted on: its actions together. The order of the countermeasures is left out. */
function statementsOf(grants: readonly Grant[]): Statement[] {
  const single = grants.map(({ action, on, when = {} }) => ({ action, on: 'noResource' in on ? [] : on, when }))
  const alike = Map.groupBy(single, ({ on, when }) => JSON.stringify([on, when]))
  const inOrder = [...alike].toSorted(([one], [other]) => (one < other ? -1 : 1))
  return inOrder.flatMap(([, group]) =>
    group
      .slice(0, 1)
      .map(({ on, when }) => ({ actions: [...new Set(group.map(({ action }) => action))].sort(), on, when })),
  )
}
