import type { DBInstance } from '@aws-sdk/client-rds'
import { failOver, failOverCluster, growStorage, reboot } from '../../functions/actions/rds.ts'
import { aDatabase, withoutAny } from './a-database.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const pending = { DBParameterGroupName: 'orders-pg16', ParameterApplyStatus: 'pending-reboot' }
const given = { instance: 'orders' }
const nonsense = [
  [{}, 'instance'],
  [{ instance: '*' }, 'instance'],
  [{ instance: 'Orders' }, 'instance'],
  [{ instance: 'db:orders' }, 'instance'],
] as const
const senseless = {
  'there is no such instance': {
    world: withoutAny,
    says: 'rds:DescribeDBInstances was refused (DBInstanceNotFoundFault): orders not found.',
  },
  'the instance is not available: stopped, restarting, being changed, or its storage being optimized': {
    world: () => aDatabase({ DBInstanceStatus: 'storage-optimization' }),
    says: 'orders is not available (its status is storage-optimization)',
  },
}
const growth = { ...given, byPercent: 20, atMostGiB: 500 }
await itKeepsTheContract('rds', {
  reboot: { given, world: () => aDatabase(), refuses: nonsense, senseless },
  failOver: {
    given,
    world: () => aDatabase(),
    refuses: nonsense,
    senseless: {
      ...senseless,
      'the instance has no standby': {
        world: () => aDatabase({ MultiAZ: false }),
        says: 'orders has no standby (it is not Multi-AZ)',
      },
    },
  },
  failOverCluster: {
    given: { cluster: 'shop' },
    world: () => aDatabase(),
    refuses: [
      [{ cluster: 'shop*' }, 'cluster'],
      [{ instance: 'orders' }, 'cluster'],
    ],
    senseless: {
      'there is no such cluster': {
        world: withoutAny,
        says: /^rds:DescribeDBClusters was refused \(DBClusterNotFoundFault\)/,
      },
      'the cluster is not available': {
        world: () => aDatabase({}, { Status: 'failing-over' }),
        says: 'shop is not available (its status is failing-over)',
      },
      'the cluster has no reader, or no writer here': {
        world: () => aDatabase({}, { DBClusterMembers: [{ DBInstanceIdentifier: 'shop-1', IsClusterWriter: true }] }),
        says: 'shop has no reader to fail over to',
      },
    },
  },
  growStorage: {
    given: growth,
    world: () => aDatabase(),
    refuses: [
      ...nonsense,
      [{ ...growth, byPercent: 9 }, 'byPercent'],
      [{ ...growth, byPercent: 12.5 }, 'byPercent'],
      [{ ...growth, atMostGiB: 70_000 }, 'atMostGiB'],
      [{ ...given, byPercent: 20 }, 'atMostGiB'],
    ],
    senseless: {
      ...senseless,
      'the storage is a cluster’s (Aurora)': {
        world: () => aDatabase({ DBClusterIdentifier: 'shop', AllocatedStorage: 1 }),
        says: 'the storage of orders is not its own: it is the cluster’s (shop)',
      },
      'less than 10 % more is left up to the ceiling, which is the lower of the input’s and storage autoscaling’s': {
        world: () => aDatabase({ AllocatedStorage: 460 }),
        says: 'orders has 460 GiB, and may have 500 GiB at most: RDS grows storage by 10 % or more',
      },
    },
  },
})

describe('reboot', () => {
  const action = reboot.on(given)

  it('restarts the instance where it runs', async () => {
    const { session, changes } = aDatabase()
    const plan = await action.look(session)
    expect(action.title(plan)).toBe('restart instance orders')
    expect(await action.act(session, plan, 'mark')).toBe('orders is restarting')
    expect(changes).toEqual([{ DBInstanceIdentifier: 'orders', ForceFailover: false }])
  })

  it.each<[string, Partial<DBInstance>, string]>([
    ['it is restarting', { DBInstanceStatus: 'rebooting' }, 'orders is not available (its status is rebooting)'],
    [
      'its parameters were changed',
      { DBParameterGroups: [pending] },
      'somebody changed parameters of orders in the meantime (orders-pg16), so it was not restarted',
    ],
  ])('does nothing when, since it looked, %s', async (_, change, words) => {
    const { session, changes, db } = aDatabase()
    const plan = await action.look(session)
    Object.assign(db, change)
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(words)
    expect(changes).toEqual([])
  })

  it('says beforehand that changed parameters take effect with it', async () => {
    const { session } = aDatabase({
      DBParameterGroups: [
        { DBParameterGroupName: 'orders-pg16', ParameterApplyStatus: 'pending-reboot' },
        { DBParameterGroupName: 'other', ParameterApplyStatus: 'in-sync' },
      ],
    })
    const plan = await action.look(session)
    expect(action.title(plan)).toBe('restart instance orders; changed parameters that wait for that take effect')
    expect(await action.act(session, plan, 'mark')).toBe(
      'orders is restarting, with the changed parameters of orders-pg16',
    )
  })
})

it('says so, too, when RDS answers with none', async () => {
  const { session, answers } = aDatabase()
  answers.DescribeDBInstances = () => ({ DBInstances: [] })
  answers.DescribeDBClusters = () => ({ DBClusters: [] })
  await expect(reboot.on(given).look(session)).rejects.toThrow('there is no instance orders')
  await expect(failOverCluster.on({ cluster: 'shop' }).look(session)).rejects.toThrow('there is no cluster shop')
})

it('names the calls that it makes, on the one instance or cluster', () => {
  const grants = [reboot.on(given), failOver.on(given), failOverCluster.on({ cluster: 'shop' }), growStorage.on(growth)]
  expect(
    grants.map(({ calls }) =>
      calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`))),
    ),
  ).toEqual([
    ['rds:DescribeDBInstances rds:::db:orders', 'rds:RebootDBInstance rds:::db:orders'],
    ['rds:DescribeDBInstances rds:::db:orders', 'rds:RebootDBInstance rds:::db:orders'],
    ['rds:DescribeDBClusters rds:::cluster:shop', 'rds:FailoverDBCluster rds:::cluster:shop'],
    ['rds:DescribeDBInstances rds:::db:orders', 'rds:ModifyDBInstance rds:::db:orders'],
  ])
})
