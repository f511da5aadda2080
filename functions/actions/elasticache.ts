import {
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
  type NodeGroup,
  type ReplicationGroup,
  TestFailoverCommand,
} from '@aws-sdk/client-elasticache'
import * as z from 'zod/mini'
import { defineAction } from './action.ts'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf, name } from './input.ts'
import { arn } from './resource.ts'

// Amazon ElastiCache. Every export is an action.

interface Target {
  readonly replicationGroup: string
  readonly nodeGroup: string
}
const call = callsOf(ElastiCacheClient, 'elasticache')
const group = { on: ({ replicationGroup }: Target) => arn('elasticache', `replicationgroup:${replicationGroup}`) }
const describeReplicationGroups = call(DescribeReplicationGroupsCommand, group)
const testFailover = call(TestFailoverCommand, group)

/** Makes a replica the primary node of its node group. */
export const failOver = defineAction({
  input: inputOf({
    replicationGroup: name.check(
      z.regex(/^[^A-Z]*$/, 'small letters: ElastiCache has no others in names'),
      z.describe('the replication group’s name (a cluster, in the console)'),
    ),
    nodeGroup: z._default(
      z
        .string('some text')
        .check(
          z.regex(/^\d{1,4}$/, 'a node group’s number: 0001'),
          z.describe('the node group’s number (a shard, in the console): 0001 unless told'),
        ),
      '0001',
    ),
  }),
  does:
    'makes a replica the primary node of its node group. AWS made the call for tests: it takes 15 node groups in 24 hours, ' +
    'and may block it in large outages',
  risk: 'disruptive',
  // Of two node groups in one replication group, ElastiCache wants the first done before it begins the second.
  locks: ({ replicationGroup }) => `elasticache replicationgroup:${replicationGroup}`,
  wait: { minutes: 10 },
  refuses: [
    'there is no such replication group, or no such node group in it',
    'automatic failover is not enabled',
    'the node group has no replica',
    'the replication group is being changed, or is failing over',
  ],
  // In cluster mode ElastiCache does not say which node is the primary: a failover that is over looks like none.
  atMostOnce: true,
  reads: { describeReplicationGroups },
  changes: { testFailover },

  async look(cache, target) {
    const { replicationGroup, nodeGroup } = await find(cache, target)
    const { AutomaticFailover: failover = 'unknown', Status: status = 'unknown' } = replicationGroup
    if (failover !== 'enabled') {
      throw new CannotAct(`automatic failover of ${target.replicationGroup} is not enabled (it is ${failover})`)
    }
    const { NodeGroupMembers: members = [], Status: nodes = 'unknown' } = nodeGroup
    if (members.length < 2) throw new CannotAct(`${inWords(target)} has no replica to fail over to`)
    const other = [status, nodes].find((each) => each !== 'available')
    if (other !== undefined) throw new CannotAct(`${inWords(target)} is not available (its status is ${other})`)
    return { primary: primaryOf(nodeGroup), nodeGroups: replicationGroup.NodeGroups?.length ?? 0 }
  },
  group: ({ replicationGroup, nodeGroup }, { nodeGroups }) => ({
    name: `elasticache replicationgroup:${replicationGroup}`,
    size: nodeGroups,
    members: [nodeGroup],
  }),

  title: (target, seen) =>
    `fail over ${inWords(target)}${seen && seen.primary !== '' ? ` from its primary ${seen.primary}` : ''} to a replica`,

  async act(cache, target, seen) {
    const primary = primaryOf((await find(cache, target)).nodeGroup)
    if (primary !== seen.primary) {
      return `the primary of ${inWords(target)} is ${primary || 'not known'} now, and no longer ${seen.primary}`
    }
    await cache.testFailover({ ReplicationGroupId: target.replicationGroup, NodeGroupId: target.nodeGroup })
    return `${inWords(target)} fails over`
  },
})

async function find(
  cache: ClientOf<{ describeReplicationGroups: typeof describeReplicationGroups }>,
  { replicationGroup, nodeGroup }: Target,
): Promise<{ readonly replicationGroup: ReplicationGroup; readonly nodeGroup: NodeGroup }> {
  const { ReplicationGroups: [found] = [] } = await cache.describeReplicationGroups({
    ReplicationGroupId: replicationGroup,
  })
  if (found === undefined) throw new CannotAct(`there is no replication group ${replicationGroup}`)
  const nodes = found.NodeGroups?.find(({ NodeGroupId: id }) => id === nodeGroup)
  if (nodes === undefined) throw new CannotAct(`there is no node group ${nodeGroup} in ${replicationGroup}`)
  return { replicationGroup: found, nodeGroup: nodes }
}

/** Empty in cluster mode, where ElastiCache does not tell. */
const primaryOf = ({ NodeGroupMembers: members = [] }: NodeGroup): string =>
  members.find(({ CurrentRole: role }) => role === 'primary')?.CacheClusterId ?? ''

const inWords = ({ replicationGroup, nodeGroup }: Target) => `node group ${nodeGroup} of ${replicationGroup}`
