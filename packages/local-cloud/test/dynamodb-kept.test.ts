import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { DescribeTimeToLiveCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { MovedClock } from '../src/clock.ts'
import { createDynamoDb } from '../src/services/dynamodb/dynamodb.ts'
import { owner } from '../src/caller.ts'
import { openStore, type Store } from '../src/store.ts'
import { name, arn, streamArn, properties, start, aFile, key, put, get, opened } from './dynamodb-over-http.ts'

describe('time to live', () => {
  const inSeconds = (clock: MovedClock, seconds: number) => ({ ttl: { N: String(clock.now() / 1000 + seconds) } })

  it('deletes an item when its time has come, as DynamoDB itself', async () => {
    const { client, clock, records } = await start()
    await client.send(put('short', inSeconds(clock, 60)))
    await client.send(put('long', inSeconds(clock, 120)))
    await client.send(put('never', { ttl: { S: 'soon' } }))

    clock.move(59_999)
    expect(await get(client, 'short')).toBeDefined()
    clock.move(1)
    expect(await get(client, 'short')).toBeUndefined()
    expect(records().at(-1)).toMatchObject({
      eventName: 'REMOVE',
      dynamodb: { Keys: key('short') },
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    })
    expect(await get(client, 'long')).toBeDefined()
    clock.move(24 * 3600_000)
    expect(await get(client, 'never')).toBeDefined()
  })

  it('follows an item whose time was put off, and one that expired while nobody was there', async () => {
    const file = aFile()
    const clock = new MovedClock()
    const first = await start({ file, clock })
    await first.client.send(put('a', inSeconds(clock, 60)))
    await first.client.send(put('a', inSeconds(clock, 600)))
    clock.move(61_000)
    expect(await get(first.client, 'a')).toBeDefined()
    first.stop()

    clock.move(600_000)
    const second = await start({ file, clock })
    clock.move(0)
    expect(await get(second.client, 'a')).toBeUndefined()
    expect(second.records().map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE'])
    expect(await second.client.send(new DescribeTimeToLiveCommand({ TableName: name }))).toMatchObject({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' },
    })
  })
})

describe('what is kept', () => {
  it('has items, indexes and stream after a restart from the file', async () => {
    const file = aFile()
    const first = await start({ file })
    await first.client.send(put('i1', { state: { S: 'open' }, at: { S: '1' }, bytes: { B: new Uint8Array([1, 2]) } }))
    const before = first.records()
    first.stop()

    const { client, records } = await start({ file })
    expect(records()).toEqual(before)
    expect((await get(client, 'i1'))?.['bytes']?.B).toEqual(new Uint8Array([1, 2]))
    const open = new QueryCommand({
      TableName: name,
      IndexName: 'byState',
      KeyConditionExpression: '#s = :s',
      ExpressionAttributeNames: { '#s': 'state' },
      ExpressionAttributeValues: { ':s': { S: 'open' } },
    })
    expect((await client.send(open)).Count).toBe(1)
  })

  it('holds together after a kill in the middle of writing', async () => {
    const file = aFile()
    const here = new URL('../src/', import.meta.url)
    const endless = `
      import { createDynamoDb } from '${new URL('services/dynamodb/dynamodb.ts', here).href}'
      import { realClock } from '${new URL('clock.ts', here).href}'
      import { openStore } from '${new URL('store.ts', here).href}'
      const database = createDynamoDb({ store: openStore(${JSON.stringify(file)}), clock: realClock })
      database.createTable(${JSON.stringify(properties)}, ${JSON.stringify({ name, arn, streamArn })})
      const item = (pk, n) => ({ Put: { TableName: '${name}', Item: { pk: { S: pk }, sk: { S: 'meta' }, n: { N: String(n) } } } })
      for (let n = 1; ; n++) {
        await database.api.call('TransactWriteItems', { TransactItems: [item('one', n), item('other', n)] })
        if (n === 50) process.stdout.write('under way')
      }`
    const writer = spawn(process.execPath, ['--input-type=module', '-e', endless], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(writer.stdout, 'data')
    writer.kill('SIGKILL')
    await once(writer, 'exit')

    const { client, database } = await start({ file })
    const one = await get(client, 'one')
    expect(Number(one?.['n']?.N)).toBeGreaterThanOrEqual(50)
    expect((await get(client, 'other'))?.['n']).toEqual(one?.['n'])
    const changes = database.readStream(streamArn, undefined, 1_000_000)
    expect(changes).toHaveLength(2 * Number(one?.['n']?.N))
    expect(changes.at(-2)?.dynamodb.NewImage).toEqual(one)
  })

  it('shows nothing of a write that the store refused', async () => {
    let full = false
    const store = openStore()
    opened.push(() => store.close())
    const fallible: Store = {
      ...store,
      together: (write) =>
        store.together(() => {
          const result = write()
          if (full) throw new Error('disk full')
          return result
        }),
    }
    const database = createDynamoDb({ store: fallible, clock: new MovedClock() })
    database.createTable(properties, { name, arn, streamArn })
    const write = (n: string) =>
      database.api.call('PutItem', { TableName: name, Item: { ...key('i1'), n: { N: n } } }, owner)

    await write('1')
    full = true
    await expect(write('2')).rejects.toThrow('disk full')
    full = false
    await write('3')

    const changes = database.readStream(streamArn, undefined, 9)
    expect(changes).toHaveLength(2)
    expect(changes.at(-1)?.dynamodb).toMatchObject({ OldImage: { n: { N: '1' } }, NewImage: { n: { N: '3' } } })
  })
})
