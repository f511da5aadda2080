import {
  type DBInstance,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RDSClient,
  RebootDBInstanceCommand,
} from '@aws-sdk/client-rds'
import * as z from 'zod/mini'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { name } from './input.ts'
import { arn } from './resource.ts'

// One instance of Amazon RDS: the calls that its actions make, and what they read of it.

/** RDS keeps names in small letters, and so do its ARNs. */
export const rdsName = name.check(z.regex(/^[^A-Z]*$/, 'small letters: RDS has no others in names'))
export const instanceField = rdsName.check(z.describe('the instance’s name (its DB instance identifier)'))

interface Target {
  readonly instance: string
}
export const call = callsOf(RDSClient, 'rds')
const db = { on: ({ instance }: Target) => arn('rds', `db:${instance}`) }
export const describeDBInstances = call(DescribeDBInstancesCommand, db)
export const rebootDBInstance = call(RebootDBInstanceCommand, db)
export const modifyDBInstance = call(ModifyDBInstanceCommand, db)

export const lockOfInstance = ({ instance }: Target) => `rds db:${instance}`

type Describes = ClientOf<{ describeDBInstances: typeof describeDBInstances }>

/** Of every action on an instance. */
export const instanceRefusals = [
  'there is no such instance',
  'the instance is not available: stopped, restarting, being changed, or its storage being optimized',
]

export async function findInstance(rds: Describes, { instance }: Target): Promise<DBInstance> {
  const { DBInstances: [found] = [] } = await rds.describeDBInstances({ DBInstanceIdentifier: instance })
  if (found === undefined) throw new CannotAct(`there is no instance ${instance}`)
  return found
}

/** @param also in which other states it may be */
export async function findAvailable(rds: Describes, target: Target, ...also: string[]): Promise<DBInstance> {
  const found = await findInstance(rds, target)
  const status = found.DBInstanceStatus ?? 'unknown'
  if (!['available', ...also].includes(status))
    throw new CannotAct(`${target.instance} is not available (its status is ${status})`)
  return found
}

/** The groups whose changed parameters take effect with the next restart. */
export const waitingIn = ({ DBParameterGroups = [] }: DBInstance): string[] =>
  DBParameterGroups.filter(({ ParameterApplyStatus: status }) => status === 'pending-reboot').flatMap(
    ({ DBParameterGroupName: group }) => group ?? [],
  )

/** Who agreed to a restart has not agreed to parameters that somebody changed afterwards. */
export function refuseNewParameters({ instance }: Target, found: DBInstance, seen: readonly string[]): void {
  const since = waitingIn(found).filter((group) => !seen.includes(group))
  if (since.length === 0) return
  throw new CannotAct(
    `somebody changed parameters of ${instance} in the meantime (${since.join(', ')}), so it was not restarted`,
  )
}
