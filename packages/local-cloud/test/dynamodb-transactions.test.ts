import {
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { MovedClock } from '../src/clock.ts'
import { name, start, aFile, key, put, get, failure } from './dynamodb-over-http.ts'

describe('transactions', () => {
  const checked = (pk: string) => ({
    ConditionCheck: { TableName: name, Key: key(pk), ConditionExpression: 'attribute_exists(pk)' },
  })

  it('writes all of it, across kinds, and reads it back at one instant', async () => {
    const { client, records } = await start()
    await client.send(put('old', { n: { N: '1' } }))
    await client.send(put('gone'))
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: name, Item: key('new') } },
          {
            Update: {
              TableName: name,
              Key: key('old'),
              UpdateExpression: 'SET n = n + :one',
              ConditionExpression: 'n = :one',
              ExpressionAttributeValues: { ':one': { N: '1' } },
            },
          },
          { Delete: { TableName: name, Key: key('gone') } },
        ],
      }),
    )
    const { Responses } = await client.send(
      new TransactGetItemsCommand({
        TransactItems: ['new', 'old', 'gone'].map((pk) => ({ Get: { TableName: name, Key: key(pk) } })),
      }),
    )
    expect(Responses?.map(({ Item }) => Item)).toEqual([key('new'), { ...key('old'), n: { N: '2' } }, undefined])
    expect(records().map(({ eventName }) => eventName)).toEqual(['INSERT', 'INSERT', 'INSERT', 'MODIFY', 'REMOVE'])
  })

  it('writes nothing when one condition fails, and gives a reason for each item', async () => {
    const { client, records } = await start()
    await client.send(put('held', { by: { S: 'me' } }))
    const cancelled = await failure(
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName: name, Item: key('new') } },
            checked('missing'),
            {
              Put: {
                TableName: name,
                Item: key('held'),
                ConditionExpression: 'attribute_not_exists(pk)',
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
          ],
        }),
      ),
    )
    expect(cancelled).toBeInstanceOf(TransactionCanceledException)
    expect(cancelled).toMatchObject({
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
        '[None, ConditionalCheckFailed, ConditionalCheckFailed]',
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
        { Code: 'ConditionalCheckFailed', Item: { by: { S: 'me' } } },
      ],
    })
    expect(await get(client, 'new')).toBeUndefined()
    expect(records()).toHaveLength(1)
  })

  it('writes nothing when a fault shows only while writing', async () => {
    const { client, records } = await start()
    const cancelled = await failure(
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName: name, Item: key('first') } },
            {
              Update: {
                TableName: name,
                Key: key('second'),
                UpdateExpression: 'SET n = nothing + :one',
                ExpressionAttributeValues: { ':one': { N: '1' } },
              },
            },
          ],
        }),
      ),
    )
    expect(cancelled).toMatchObject({ CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }] })
    expect(await get(client, 'first')).toBeUndefined()
    expect(records()).toEqual([])
  })

  it('gives the reason at its item when a key does not fit', async () => {
    const { client } = await start()
    const cancelled = await failure(
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName: name, Item: key('a') } },
            { Delete: { TableName: name, Key: { pk: { S: 'b' } } } },
          ],
        }),
      ),
    )
    expect(cancelled).toMatchObject({
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
      ],
    })
  })

  it('refuses two operations on one item', async () => {
    const { client } = await start()
    const twice = { TransactItems: [{ Put: { TableName: name, Item: key('a') } }, checked('a')] }
    expect(await failure(client.send(new TransactWriteItemsCommand(twice)))).toMatchObject({
      name: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    })
  })

  it('carries a repeated request out once, also over a restart, until its token is forgotten', async () => {
    const file = aFile()
    const clock = new MovedClock()
    const add = new TransactWriteItemsCommand({
      ClientRequestToken: 'token-1',
      TransactItems: [
        {
          Update: {
            TableName: name,
            Key: key('n'),
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          },
        },
      ],
    })
    const first = await start({ file, clock })
    await first.client.send(put('n', { n: { N: '10' } }))
    await first.client.send(add)
    await first.client.send(add)
    first.stop()

    const second = await start({ file, clock })
    await second.client.send(add)
    expect(await get(second.client, 'n')).toMatchObject({ n: { N: '11' } })
    const other = { ClientRequestToken: 'token-1', TransactItems: [{ Put: { TableName: name, Item: key('o') } }] }
    expect(await failure(second.client.send(new TransactWriteItemsCommand(other)))).toMatchObject({
      name: 'IdempotentParameterMismatchException',
    })

    clock.move(10 * 60_000)
    await second.client.send(add)
    expect(await get(second.client, 'n')).toMatchObject({ n: { N: '12' } })
  })
})
