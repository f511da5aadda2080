import type { DBInstance } from '@aws-sdk/client-rds'
import { growStorage } from '../../functions/actions/rds.ts'
import { aDatabase } from './a-database.ts'

describe('grow storage', () => {
  const action = growStorage.on({ instance: 'orders', byPercent: 20, atMostGiB: 500 })
  const planOf = (instance: Partial<DBInstance>) => action.look(aDatabase(instance).session)

  it('says what it will set, and sets that at once', async () => {
    const { session, changes } = aDatabase()
    const plan = await action.look(session)
    expect(action.title(plan)).toBe('grow the storage of instance orders from 100 to 120 GiB, for good')
    expect(await action.act(session, plan, 'mark')).toBe('the storage of orders grows from 100 to 120 GiB')
    expect(changes).toEqual([{ DBInstanceIdentifier: 'orders', AllocatedStorage: 120, ApplyImmediately: true }])
  })

  it.each([
    ['rounds up to whole GiB', { AllocatedStorage: 101 }, 122],
    ['stops at its own ceiling', { AllocatedStorage: 450 }, 500],
    ['stops at the ceiling of storage autoscaling', { MaxAllocatedStorage: 115 }, 115],
    ['can grow by exactly the least that RDS takes', { MaxAllocatedStorage: 110 }, 110],
  ])('%s', async (_, instance, to) => {
    expect(await planOf(instance)).toMatchObject({ to })
  })

  it('helps where all storage is used up', async () => {
    expect(await planOf({ DBInstanceStatus: 'storage-full' })).toEqual({ from: 100, to: 120 })
  })

  it('refuses what RDS would round up past the ceiling of storage autoscaling', async () => {
    await expect(planOf({ MaxAllocatedStorage: 109 })).rejects.toThrow('may have 109 GiB at most')
  })

  const io2 = { StorageType: 'io2', Iops: 5000 }
  const largeGp3 = { StorageType: 'gp3', Iops: 12_000, StorageThroughput: 500 }
  const smallGp3 = { StorageType: 'gp3', Iops: 3000, StorageThroughput: 125 }
  it.each([
    ['names again what was provisioned', io2, { Iops: 5000 }],
    ['names again what was provisioned on gp3', largeGp3, { Iops: 12_000, StorageThroughput: 500 }],
    ['does not name what gp3 has by itself', smallGp3, {}],
    ['but for SQL Server', { ...smallGp3, Engine: 'sqlserver-se' }, { Iops: 3000, StorageThroughput: 125 }],
  ])('%s', async (_, instance, kept) => {
    const { session, changes } = aDatabase(instance)
    await action.act(session, await action.look(session), 'mark')
    const asked = { DBInstanceIdentifier: 'orders', AllocatedStorage: 120, ApplyImmediately: true }
    expect(changes).toEqual([{ ...asked, ...kept }])
  })

  it('leaves alone what somebody has grown in the meantime', async () => {
    const { session, changes, db } = aDatabase()
    const plan = await action.look(session)
    db.AllocatedStorage = 110
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(
      'somebody, or its autoscaling, set the storage of orders to 110 GiB in the meantime, so nothing was changed',
    )
    db.AllocatedStorage = 300
    expect(await action.act(session, plan, 'mark')).toBe('the storage of orders is 300 GiB, or is growing to it')
    expect(changes).toEqual([])
  })
})
