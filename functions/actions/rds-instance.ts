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
const call = callsOf(RDSClient, 'rds')
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

export async function findAvailable(rds: Describes, target: Target): Promise<DBInstance> {
  const found = await findInstance(rds, target)
  const status = found.DBInstanceStatus ?? 'unknown'
  if (status !== 'available') throw new CannotAct(`${target.instance} is not available (its status is ${status})`)
  return found
}
