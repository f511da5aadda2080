import { GetItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb'
import { failure, key, name, put, start } from './dynamodb-over-http.ts'

const kilobytes = (many: number) => ({ filling: { S: 'x'.repeat(many * 1024 - 100) } })

describe('request units', () => {
  it('are one for each kilobyte written, by the larger of what was there and what is now', async () => {
    const { client, database } = await start()

    await client.send(put('a', kilobytes(3)))
    expect(database.units()).toEqual({ read: 0, write: 3 })

    await client.send(put('a'))
    expect(database.units()).toEqual({ read: 0, write: 6 })
  })

  it('are one for each four kilobytes read, half that when the read may be stale, and never none', async () => {
    const { client, database } = await start()
    await client.send(put('a', kilobytes(5)))
    const read = (pk: string, ConsistentRead: boolean) =>
      client.send(new GetItemCommand({ TableName: name, Key: key(pk), ConsistentRead }))

    await read('a', true)
    expect(database.units().read).toBe(2)
    await read('a', false)
    expect(database.units().read).toBe(3)
    const { ConsumedCapacity } = await read('not there', true)
    expect(database.units().read).toBe(4)
    expect(ConsumedCapacity).toBeUndefined()
  })

  it('are one more for each entry that comes, goes or changes in an index, and two for one that moves', async () => {
    const { client, database } = await start()
    const written = async (more: Parameters<typeof put>[1]) => {
      const before = database.units().write
      await client.send(put('a', more))
      return database.units().write - before
    }
    const open = { state: { S: 'open' }, at: { S: '09:00' } }
    expect(await written({ state: { S: 'open' } })).toBe(1)
    expect(await written(open)).toBe(2)
    expect(await written(open)).toBe(1)
    expect(await written({ ...open, title: { S: 'changed' } })).toBe(2)
    expect(await written({ ...open, ...kilobytes(3) })).toBe(6)
    expect(await written({ ...open, state: { S: 'resolved' } })).toBe(3 + 3 + 1)
    expect(await written({})).toBe(2)
  })

  it('are told to those who ask', async () => {
    const { client } = await start()
    const asked = { TableName: name, Key: key('a'), ReturnConsumedCapacity: 'TOTAL' } as const
    expect(await client.send(new GetItemCommand(asked))).toMatchObject({ ConsumedCapacity: { CapacityUnits: 0.5 } })
  })

  it('count double in a transaction, and not at all when nothing was written', async () => {
    const { client, database } = await start()
    const items = ['a', 'b'].map((pk) => ({ Put: { TableName: name, Item: key(pk) } }))
    await client.send(new TransactWriteItemsCommand({ TransactItems: items }))
    expect(database.units().write).toBe(4)

    const ifNew = { TableName: name, Item: key('a'), ConditionExpression: 'attribute_not_exists(pk)' }
    expect(await failure(client.send(new PutItemCommand(ifNew)))).toMatchObject({
      name: 'ConditionalCheckFailedException',
    })
    expect(database.units().write).toBe(4)
  })
})
