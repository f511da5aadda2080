import { DescribeDBClustersCommand, FailoverDBClusterCommand } from '@aws-sdk/client-rds'
import * as z from 'zod/mini'
import type { ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { call, rdsName } from './rds-instance.ts'
import { arn } from './resource.ts'

// One cluster of Aurora or Amazon RDS: the calls that its action makes, and what it reads of it.

export const clusterField = rdsName.check(z.describe('the cluster’s name (its DB cluster identifier)'))

interface Target {
  readonly cluster: string
}
const cluster = { on: ({ cluster }: Target) => arn('rds', `cluster:${cluster}`) }
export const describeDBClusters = call(DescribeDBClustersCommand, cluster)
export const failoverDBCluster = call(FailoverDBClusterCommand, cluster)

export async function findCluster(
  rds: ClientOf<{ describeDBClusters: typeof describeDBClusters }>,
  { cluster }: Target,
) {
  const { DBClusters: [found] = [] } = await rds.describeDBClusters({ DBClusterIdentifier: cluster })
  if (found === undefined) throw new CannotAct(`there is no cluster ${cluster}`)
  const { Status: status = 'unknown', DBClusterMembers: members = [] } = found
  const writer = members.find(({ IsClusterWriter: writes }) => writes)?.DBInstanceIdentifier
  return { status, writer, readers: members.filter(({ IsClusterWriter: writes }) => !writes).length }
}
