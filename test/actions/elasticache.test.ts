import type { NodeGroup, ReplicationGroup } from '@aws-sdk/client-elasticache'
import { failOver } from '../../functions/actions/elasticache.ts'
import { awsError, sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

/** A replication group of one primary and one replica. In cluster mode its nodes have no roles. */
function aCache(change: { group?: Partial<ReplicationGroup>; nodes?: Partial<NodeGroup>; clusterMode?: true } = {}) {
  const roles = { 'carts-001': 'primary', 'carts-002': 'replica' }
  const changes: object[] = []
  const answers = {
    DescribeReplicationGroups: (): { ReplicationGroups: ReplicationGroup[] } => ({
      ReplicationGroups: [
        {
          Status: 'available',
          AutomaticFailover: 'enabled',
          NodeGroups: [
            {
              NodeGroupId: '0001',
              Status: 'available',
              NodeGroupMembers: Object.entries(roles).map(([CacheClusterId, CurrentRole]) => ({
                CacheClusterId,
                ...(!change.clusterMode && { CurrentRole }),
              })),
              ...change.nodes,
            },
          ],
          ...change.group,
        },
      ],
    }),
    TestFailover(request: object) {
      changes.push(request)
      Object.assign(roles, { 'carts-001': 'replica', 'carts-002': 'primary' })
      return {}
    },
  }
  return { ...sessionWith({ answers, state: () => changes }), answers, state: () => changes, changes }
}

function withoutAny() {
  const cache = aCache()
  const DescribeReplicationGroups = () => {
    throw Object.assign(awsError('ReplicationGroupNotFoundFault', 'not found'), { $metadata: { httpStatusCode: 404 } })
  }
  return { ...cache, answers: { ...cache.answers, DescribeReplicationGroups } }
}

const given = { replicationGroup: 'carts', nodeGroup: '0001' }
await itKeepsTheContract('elasticache', {
  failOver: {
    given,
    world: () => aCache(),
    refuses: [
      [{}, 'replicationGroup'],
      [{ replicationGroup: 'carts*' }, 'replicationGroup'],
      [{ replicationGroup: 'Carts' }, 'replicationGroup'],
      [{ ...given, nodeGroup: 'one' }, 'nodeGroup'],
      [{ ...given, nodeGroup: 1 }, 'nodeGroup'],
    ],
    senseless: {
      'there is no such replication group, or no such node group in it': {
        world: withoutAny,
        says: 'elasticache:DescribeReplicationGroups was refused (ReplicationGroupNotFoundFault): not found',
      },
      'automatic failover is not enabled': {
        world: () => aCache({ group: { AutomaticFailover: 'disabled' } }),
        says: 'automatic failover of carts is not enabled (it is disabled)',
      },
      'the node group has no replica': {
        world: () => aCache({ nodes: { NodeGroupMembers: [{ CacheClusterId: 'carts-001', CurrentRole: 'primary' }] } }),
        says: 'node group 0001 of carts has no replica to fail over to',
      },
      'the replication group is being changed, or is failing over': {
        world: () => aCache({ group: { Status: 'modifying' } }),
        says: 'node group 0001 of carts is not available (its status is modifying)',
      },
    },
  },
})

describe('fail over', () => {
  const action = failOver.on({ replicationGroup: 'carts' })

  it('takes the only node group of a replication group without cluster mode unless told', async () => {
    const { session, changes } = aCache()
    const plan = await action.look(session)
    expect(action.title(plan)).toBe('fail over node group 0001 of carts from its primary carts-001 to a replica')
    expect(await action.act(session, plan, 'mark')).toBe('node group 0001 of carts fails over')
    expect(changes).toEqual([{ ReplicationGroupId: 'carts', NodeGroupId: '0001' }])
  })

  it('does not fail over again when there is another primary already', async () => {
    const { session, changes } = aCache()
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    expect(await action.act(session, plan, 'mark')).toBe(
      'the primary of node group 0001 of carts is carts-002 now, and no longer carts-001',
    )
    expect(changes).toHaveLength(1)
  })

  it('leaves alone a node group that shows no primary any more', async () => {
    const { session, changes, answers } = aCache()
    const plan = await action.look(session)
    answers.DescribeReplicationGroups = aCache({ clusterMode: true }).answers.DescribeReplicationGroups
    expect(await action.act(session, plan, 'mark')).toBe(
      'the primary of node group 0001 of carts is not known now, and no longer carts-001',
    )
    expect(changes).toEqual([])
  })

  it('works in cluster mode, where nobody says which node is the primary', async () => {
    const { session, changes } = aCache({ clusterMode: true })
    const plan = await action.look(session)
    expect(action.title(plan)).toBe('fail over node group 0001 of carts to a replica')
    await action.act(session, plan, 'mark')
    expect(changes).toHaveLength(1)
  })

  it('refuses while the node group alone is being changed', async () => {
    await expect(action.look(aCache({ nodes: { Status: 'modifying' } }).session)).rejects.toThrow(
      'node group 0001 of carts is not available (its status is modifying)',
    )
  })

  it('refuses a node group that is not there', async () => {
    await expect(failOver.on({ ...given, nodeGroup: '0002' }).look(aCache().session)).rejects.toThrow(
      'there is no node group 0002 in carts',
    )
    const { session, answers } = aCache()
    answers.DescribeReplicationGroups = () => ({ ReplicationGroups: [] })
    await expect(action.look(session)).rejects.toThrow('there is no replication group carts')
  })
})

it('names the calls that it makes, on the one replication group', () => {
  const { calls } = failOver.on(given)
  expect(
    calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`))),
  ).toEqual([
    'elasticache:DescribeReplicationGroups elasticache:::replicationgroup:carts',
    'elasticache:TestFailover elasticache:::replicationgroup:carts',
  ])
})
