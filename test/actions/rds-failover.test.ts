import type { DBCluster, DBInstance } from '@aws-sdk/client-rds'
import { failOver, failOverCluster } from '../../functions/actions/rds.ts'
import { aDatabase } from './a-database.ts'

const pending = { DBParameterGroupName: 'orders-pg16', ParameterApplyStatus: 'pending-reboot' }

describe('fail over an instance', () => {
  const action = failOver.on({ instance: 'orders' })

  it('goes over to the standby, and says from where to where', async () => {
    const { session, changes } = aDatabase()
    const plan = await action.look(session)
    expect(action.title(plan)).toBe('fail over instance orders to its standby (from eu-central-1a to eu-central-1b)')
    expect(await action.act(session, plan, 'mark')).toBe(
      'orders fails over to its standby (from eu-central-1a to eu-central-1b)',
    )
    expect(changes).toEqual([{ DBInstanceIdentifier: 'orders', ForceFailover: true }])
  })

  it('does not go back when the instance has failed over in the meantime', async () => {
    const { session, changes, settle } = aDatabase()
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    await expect(action.act(session, plan, 'mark')).rejects.toThrow('orders is not available (its status is rebooting)')
    settle()
    expect(await action.act(session, plan, 'mark')).toBe('orders has failed over already: it runs in eu-central-1b now')
    expect(changes).toHaveLength(1)
  })

  it('says beforehand that changed parameters take effect with it', async () => {
    const { session } = aDatabase({ DBParameterGroups: [pending] })
    expect(action.title(await action.look(session))).toBe(
      'fail over instance orders to its standby (from eu-central-1a to eu-central-1b); changed parameters that wait for that take effect',
    )
  })

  it.each<[string, Partial<DBInstance>, string]>([
    ['its standby was taken away', { MultiAZ: false }, 'orders has no standby any more, so nothing was changed'],
    ['it is being changed', { DBInstanceStatus: 'modifying' }, 'orders is not available (its status is modifying)'],
    ['its parameters were changed', { DBParameterGroups: [pending] }, 'so it was not restarted'],
  ])('does nothing when, since it looked, %s', async (_, change, words) => {
    const { session, changes, db } = aDatabase()
    const plan = await action.look(session)
    Object.assign(db, change)
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(words)
    expect(changes).toEqual([])
  })

  it('leaves an instance of a cluster to the cluster', async () => {
    const { session } = aDatabase({ DBClusterIdentifier: 'shop' })
    await expect(action.look(session)).rejects.toThrow(
      'orders has no standby of its own: it belongs to the cluster shop',
    )
  })
})

describe('fail over a cluster', () => {
  const action = failOverCluster.on({ cluster: 'shop' })

  it('leaves alone a cluster whose writer is in another region', async () => {
    const readers = ['shop-1', 'shop-2'].map((name) => ({ DBInstanceIdentifier: name, IsClusterWriter: false }))
    await expect(action.look(aDatabase({}, { DBClusterMembers: readers }).session)).rejects.toThrow(
      'shop has no writer here: that of a global database is in another region',
    )
  })

  it('lets the cluster choose another writer', async () => {
    const { session, changes, settle } = aDatabase()
    const plan = await action.look(session)
    expect(action.title(plan)).toBe('fail over cluster shop from its writer shop-1 to a reader')
    expect(await action.act(session, plan, 'mark')).toBe('shop fails over from shop-1')
    expect(await action.act(session, plan, 'mark')).toBe('shop is failing over from shop-1')
    settle()
    expect(await action.act(session, plan, 'mark')).toBe('the writer of shop is shop-2 now, and no longer shop-1')
    expect(changes).toEqual([{ DBClusterIdentifier: 'shop' }])
  })

  it.each<[string, Partial<DBCluster>, string]>([
    ['the cluster is being changed', { Status: 'modifying' }, 'shop is not available (its status is modifying)'],
    [
      'its reader is gone',
      { DBClusterMembers: [{ DBInstanceIdentifier: 'shop-1', IsClusterWriter: true }] },
      'shop has no reader to fail over to',
    ],
  ])('does nothing when, since it looked, %s', async (_, change, words) => {
    const { session, changes, aurora } = aDatabase()
    const plan = await action.look(session)
    Object.assign(aurora, change)
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(words)
    expect(changes).toEqual([])
  })

  it('does not begin another failover while one is under way', async () => {
    const { session, changes, aurora } = aDatabase()
    const plan = await action.look(session)
    aurora.Status = 'failing-over'
    expect(await action.act(session, plan, 'mark')).toBe('shop is failing over from shop-1')
    expect(changes).toEqual([])
  })
})
