import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb'
import { name, start, key, put, get, failure, type Attributes } from './dynamodb-over-http.ts'

describe('single items', () => {
  it('puts once where the condition says so, and shows what stood in the way', async () => {
    const { client, records } = await start()
    const unlessThere = { TableName: name, Item: key('i1'), ConditionExpression: 'attribute_not_exists(pk)' }
    await client.send(put('i1', { n: { N: '1' } }))

    const refused = await failure(
      client.send(new PutItemCommand({ ...unlessThere, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })),
    )
    expect(refused).toBeInstanceOf(ConditionalCheckFailedException)
    expect(refused).toMatchObject({ message: 'The conditional request failed', Item: { n: { N: '1' } } })
    expect(await failure(client.send(new PutItemCommand(unlessThere)))).toMatchObject({ Item: undefined })
    expect(records()).toHaveLength(1)
  })

  it('updates with expressions, deletes, and answers the old and the new', async () => {
    const { client } = await start()
    await client.send(put('i1', { v: { N: '1' }, tags: { SS: ['a'] }, notes: { L: [] } }))

    const updated = await client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: key('i1'),
        UpdateExpression: 'SET #s = :s, notes = list_append(notes, :n), same = notes ADD v :one, tags :t',
        ConditionExpression: 'v = :one AND begins_with(pk, :i)',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: {
          ':s': { S: 'open' },
          ':n': { L: [{ S: 'x' }] },
          ':one': { N: '1' },
          ':t': { SS: ['b'] },
          ':i': { S: 'i' },
        },
        ReturnValues: 'ALL_NEW',
      }),
    )
    expect(updated.Attributes).toEqual({
      ...key('i1'),
      state: { S: 'open' },
      notes: { L: [{ S: 'x' }] },
      same: { L: [] },
      v: { N: '2' },
      tags: { SS: ['a', 'b'] },
    })

    const gone = await client.send(new DeleteItemCommand({ TableName: name, Key: key('i1'), ReturnValues: 'ALL_OLD' }))
    expect(gone.Attributes).toEqual(updated.Attributes)
    expect(await get(client, 'i1')).toBeUndefined()
  })

  it.each([
    ['a reserved word', { UpdateExpression: 'SET status = :a', ExpressionAttributeValues: { ':a': { S: 'x' } } }],
    ['a key', { UpdateExpression: 'SET pk = :a', ExpressionAttributeValues: { ':a': { S: 'x' } } }],
    ['a sum with a text', { UpdateExpression: 'SET a = pk + :a', ExpressionAttributeValues: { ':a': { N: '1' } } }],
    ['a syntax error', { UpdateExpression: 'SOT a = :a', ExpressionAttributeValues: { ':a': { N: '1' } } }],
  ])('refuses %s with a ValidationException, and changes nothing', async (_what, update) => {
    const { client, records } = await start()
    const refused = failure(client.send(new UpdateItemCommand({ TableName: name, Key: key('i1'), ...update })))
    expect(await refused).toMatchObject({ name: 'ValidationException' })
    expect(await get(client, 'i1')).toBeUndefined()
    expect(records()).toEqual([])
  })

  it('names a table it does not have', async () => {
    const { client } = await start()
    expect(await failure(client.send(new GetItemCommand({ TableName: 'none', Key: key('x') })))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringContaining('Requested resource not found'),
    })
  })

  it('lets each of 50 writers at once add one, and one of 20 win', async () => {
    const { client } = await start()
    await Promise.all(
      Array.from({ length: 50 }, () =>
        client.send(
          new UpdateItemCommand({
            TableName: name,
            Key: key('counter'),
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          }),
        ),
      ),
    )
    expect(await get(client, 'counter')).toMatchObject({ n: { N: '50' } })

    const race = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) =>
        client.send(
          new PutItemCommand({
            TableName: name,
            Item: { ...key('race'), by: { N: String(i) } },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),
    )
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('many items', () => {
  it('queries an index in order, by pages, both ways, through a filter', async () => {
    const { client } = await start()
    for (let i = 0; i < 12; i++) {
      const at = { S: String(i).padStart(3, '0') }
      await client.send(put(`q${i}`, { state: { S: i === 5 ? 'closed' : 'open' }, at, odd: { BOOL: i % 2 === 1 } }))
    }
    const found: string[] = []
    let from: Attributes | undefined
    do {
      const page: QueryCommandOutput = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: 'byState',
          KeyConditionExpression: '#s = :open AND #at BETWEEN :from AND :to',
          FilterExpression: 'odd = :yes',
          ProjectionExpression: '#at',
          ExpressionAttributeNames: { '#s': 'state', '#at': 'at' },
          ExpressionAttributeValues: {
            ':open': { S: 'open' },
            ':from': { S: '002' },
            ':to': { S: '009' },
            ':yes': { BOOL: true },
          },
          ScanIndexForward: false,
          Limit: 3,
          ExclusiveStartKey: from,
        }),
      )
      found.push(...(page.Items ?? []).map((each) => each['at']?.S ?? ''))
      from = page.LastEvaluatedKey
    } while (from)
    expect(found).toEqual(['009', '007', '003'])
  })

  it('queries one partition by the beginning of its sort key, and scans all', async () => {
    const { client } = await start()
    for (const sk of ['e#1', 'e#2', 'f#1']) {
      await client.send(new PutItemCommand({ TableName: name, Item: key('i1', sk) }))
    }
    await client.send(put('i2'))
    const { Items } = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: 'pk = :p AND begins_with(sk, :e)',
        ExpressionAttributeValues: { ':p': { S: 'i1' }, ':e': { S: 'e#' } },
      }),
    )
    expect(Items).toEqual([key('i1', 'e#1'), key('i1', 'e#2')])
    expect((await client.send(new ScanCommand({ TableName: name }))).Count).toBe(4)
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([name])
  })

  it('writes and reads batches', async () => {
    const { client, records } = await start()
    const requests = ['a', 'b', 'c'].map((pk) => ({ PutRequest: { Item: key(pk) } }))
    await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }))
    const { Responses } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [name]: { Keys: [key('a'), key('c'), key('x')] } } }),
    )
    expect(Responses?.[name]).toHaveLength(2)
    expect(records()).toHaveLength(3)
  })
})
