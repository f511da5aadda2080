import {
  DescribeTableCommand,
  DynamoDBClient,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb'
import * as z from 'zod/mini'
import { defineAction } from './action.ts'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct, NotYet } from './failure.ts'
import { inputOf, name, wholeNumber } from './input.ts'
import { arn } from './resource.ts'

// Amazon DynamoDB. Every export is an action.

interface Target {
  readonly table: string
}
const call = callsOf(DynamoDBClient, 'dynamodb')
const table = { on: ({ table }: Target) => arn('dynamodb', `table/${table}`) }
const calls = { describeTable: call(DescribeTableCommand, table), updateTable: call(UpdateTableCommand, table) }

/** What AWS lets a table have until one asks for more. */
const quota = 40_000
const capacity = wholeNumber(1, quota)

/** Raises a table's provisioned capacity, reads and writes by the same share. */
export const raiseCapacity = defineAction({
  input: inputOf({
    table: name.check(z.describe('the table’s name')),
    byPercent: wholeNumber(10, 200).check(z.describe('by how much, in percent')),
    atMostRead: capacity.check(z.describe('never to more read capacity units than this')),
    atMostWrite: capacity.check(z.describe('never to more write capacity units than this')),
  }),
  does:
    'raises the provisioned capacity of a table, reads and writes by the same share; its indexes keep what they have. ' +
    'Where auto scaling manages the table, that may lower it again',
  risk: 'reversible',
  locks: ({ table }) => `dynamodb table/${table}`,
  wait: { minutes: 5 },
  refuses: ['the table is on-demand', 'the table is not active', 'reads and writes are at their ceilings already'],
  reads: { describeTable: calls.describeTable },
  changes: { updateTable: calls.updateTable },

  async look(dynamo, { table, byPercent, atMostRead, atMostWrite }) {
    const found = await find(dynamo, { table })
    if (found.status !== 'ACTIVE') throw new CannotAct(`${table} is not active (its status is ${found.status})`)
    const from = found.capacity
    const raised = (now: number, atMost: number) =>
      Math.max(now, Math.min(Math.ceil((now * (100 + byPercent)) / 100), atMost))
    const to = { read: raised(from.read, atMostRead), write: raised(from.write, atMostWrite) }
    if (same(from, to)) throw new CannotAct(`${table} has ${inWords(from)} already, and may have no more`)
    return { from, to }
  },

  title: ({ table, byPercent, atMostRead, atMostWrite }, seen) =>
    `raise the capacity of table ${table} ${
      seen
        ? `from ${inWords(seen.from)} to ${inWords(seen.to)}`
        : `by ${byPercent} %, to ${inWords({ read: atMostRead, write: atMostWrite })} at most`
    }`,

  async act(dynamo, { table }, { from, to }) {
    const told = await set(dynamo, table, from, to)
    return told ? `${table} goes from ${inWords(from)} to ${inWords(to)}` : `${table} has ${inWords(to)}`
  },

  async undo(dynamo, { table }, { from, to }) {
    const told = await set(dynamo, table, to, from)
    return told ? `${table} goes back from ${inWords(to)} to ${inWords(from)}` : `${table} has ${inWords(from)}`
  },
})

type Capacity = { readonly read: number; readonly write: number }

/** @returns false when that is what it has already */
async function set(dynamo: ClientOf<typeof calls>, table: string, from: Capacity, to: Capacity): Promise<boolean> {
  const { status, capacity } = await find(dynamo, { table })
  // Until an update is done, DynamoDB shows what was before: only then can anybody tell what the table has.
  if (status === 'UPDATING') {
    throw new NotYet(`${table} is being updated, by an earlier try of this or by somebody else`)
  }
  if (same(capacity, to)) return false
  if (!same(capacity, from)) {
    throw new CannotAct(
      `somebody, or its auto scaling, set ${table} to ${inWords(capacity)} in the meantime, so nothing was changed`,
    )
  }
  await dynamo.updateTable({
    TableName: table,
    ProvisionedThroughput: { ReadCapacityUnits: to.read, WriteCapacityUnits: to.write },
  })
  return true
}

async function find(dynamo: Pick<ClientOf<typeof calls>, 'describeTable'>, { table }: Target) {
  const { Table: found = {} } = await dynamo.describeTable({ TableName: table })
  if (found.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST') {
    throw new CannotAct(`${table} is on-demand: it has no capacity to raise`)
  }
  return { status: found.TableStatus ?? 'unknown', capacity: capacityOf(found) }
}

const capacityOf = ({ ProvisionedThroughput: provisioned }: TableDescription) => ({
  read: provisioned?.ReadCapacityUnits ?? 0,
  write: provisioned?.WriteCapacityUnits ?? 0,
})
const same = (one: Capacity, other: Capacity) => one.read === other.read && one.write === other.write
const inWords = ({ read, write }: Capacity) => `${read} read and ${write} write units`
