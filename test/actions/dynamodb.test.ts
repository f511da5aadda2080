import type { TableDescription } from '@aws-sdk/client-dynamodb'
import { raiseCapacity } from '../../functions/actions/dynamodb.ts'
import { NotYet } from '../../functions/actions/failure.ts'
import { sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

interface Throughput {
  readonly ReadCapacityUnits: number
  readonly WriteCapacityUnits: number
}

/** A table of 100 read and 40 write units, whose updates are done at once. */
function aTable(change: Partial<TableDescription> = {}) {
  const table: TableDescription = {
    TableStatus: 'ACTIVE',
    ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 40 },
    ...change,
  }
  const updates: object[] = []
  const answers = {
    DescribeTable: () => ({ Table: { ...table } }),
    UpdateTable(request: { ProvisionedThroughput: Throughput }) {
      updates.push(request)
      table.ProvisionedThroughput = request.ProvisionedThroughput
      return {}
    },
  }
  return { ...sessionWith({ answers, state: () => updates }), answers, state: () => updates, updates, table }
}

const units = (read: number, write: number): Throughput => ({ ReadCapacityUnits: read, WriteCapacityUnits: write })
const given = { table: 'carts', byPercent: 50, atMostRead: 400, atMostWrite: 100 }
await itKeepsTheContract('dynamodb', {
  raiseCapacity: {
    given,
    world: () => aTable(),
    refuses: [
      [{ ...given, table: '*' }, 'table'],
      [{ ...given, byPercent: 5 }, 'byPercent'],
      [{ ...given, byPercent: 300 }, 'byPercent'],
      [{ ...given, atMostRead: 0 }, 'atMostRead'],
      [{ ...given, atMostWrite: 50_000 }, 'atMostWrite'],
      [{ table: 'carts', byPercent: 50, atMostRead: 400 }, 'atMostWrite'],
    ],
    senseless: {
      'the table is on-demand': {
        world: () => aTable({ BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } }),
        says: 'carts is on-demand: it has no capacity to raise',
      },
      'the table is not active': {
        world: () => aTable({ TableStatus: 'UPDATING' }),
        says: 'carts is not active (its status is UPDATING)',
      },
      'reads and writes are at their ceilings already': {
        world: () => aTable({ ProvisionedThroughput: units(400, 120) }),
        says: 'carts has 400 read and 120 write units already, and may have no more',
      },
    },
  },
})

describe('raise capacity', () => {
  const action = raiseCapacity.on(given)

  it('says both numbers, and sets both', async () => {
    const { session, updates } = aTable()
    const plan = await action.look(session)
    expect(action.title()).toBe('raise the capacity of table carts by 50 %, to 400 read and 100 write units at most')
    expect(action.title(plan)).toBe(
      'raise the capacity of table carts from 100 read and 40 write units to 150 read and 60 write units',
    )
    expect(await action.act(session, plan, 'mark')).toBe(
      'carts goes from 100 read and 40 write units to 150 read and 60 write units',
    )
    expect(updates).toEqual([{ TableName: 'carts', ProvisionedThroughput: units(150, 60) }])
  })

  it.each([
    ['rounds up', units(3, 1), { read: 5, write: 2 }],
    ['stops at a ceiling', units(300, 40), { read: 400, write: 60 }],
    ['raises the one when the other is at its ceiling', units(100, 100), { read: 150, write: 100 }],
    ['never lowers what is above its ceiling', units(100, 200), { read: 150, write: 200 }],
  ])('%s', async (_, ProvisionedThroughput, to) => {
    expect(await action.look(aTable({ ProvisionedThroughput }).session)).toMatchObject({ to })
  })

  it('is undone by what was there before', async () => {
    const { session, updates } = aTable()
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    expect(await action.undo?.(session, plan, 'mark-undo')).toBe(
      'carts goes back from 150 read and 60 write units to 100 read and 40 write units',
    )
    expect(updates.at(-1)).toEqual({ TableName: 'carts', ProvisionedThroughput: units(100, 40) })
  })

  it.each(['act', 'undo'] as const)('leaves alone what somebody has set in the meantime: %s', async (what) => {
    const { session, updates, table } = aTable()
    const plan = await action.look(session)
    table.ProvisionedThroughput = units(500, 40)
    await expect(action[what]?.(session, plan, 'mark')).rejects.toThrow(
      'somebody, or its auto scaling, set carts to 500 read and 40 write units in the meantime, so nothing was changed',
    )
    expect(updates).toEqual([])
  })

  it('leaves alone a table that is not there to be used', async () => {
    await expect(action.look(aTable({ TableStatus: 'ARCHIVED' }).session)).rejects.toThrow(
      'carts is not active (its status is ARCHIVED)',
    )
  })

  it('trusts no number of a table that is being updated: it shows what was before', async () => {
    const { session, updates, table } = aTable()
    const plan = await action.look(session)
    table.TableStatus = 'UPDATING'
    const later = new NotYet('carts is being updated, by an earlier try of this or by somebody else')
    await expect(action.act(session, plan, 'mark')).rejects.toEqual(later)
    await expect(action.undo?.(session, plan, 'mark-undo')).rejects.toEqual(later)
    expect(updates).toEqual([])
    Object.assign(table, { TableStatus: 'ACTIVE', ProvisionedThroughput: units(150, 60) })
    expect(await action.act(session, plan, 'mark')).toBe('carts has 150 read and 60 write units')
  })
})

it('names the calls that it makes, on the one table', () => {
  const { calls } = raiseCapacity.on(given)
  expect(
    calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`))),
  ).toEqual(['dynamodb:DescribeTable dynamodb:::table/carts', 'dynamodb:UpdateTable dynamodb:::table/carts'])
})
