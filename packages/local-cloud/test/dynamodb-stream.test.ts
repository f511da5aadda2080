import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { MovedClock } from '../src/clock.ts'
import { createDynamoDb } from '../src/services/dynamodb/dynamodb.ts'
import { owner } from '../src/caller.ts'
import { openStore } from '../src/store.ts'
import { name, arn, streamArn, properties, start, aFile, key, put } from './dynamodb-over-http.ts'

describe('the stream', () => {
  it('tells each change in order, with both images, as Lambda hands them over', async () => {
    const { client, clock, records, database } = await start()
    let grown = 0
    database.onStreamGrew(streamArn, () => grown++)
    await client.send(put('i1', { n: { N: '1' } }))
    await client.send(put('i1', { n: { N: '2' } }))
    await client.send(new DeleteItemCommand({ TableName: name, Key: key('i1') }))

    const [inserted, modified, removed] = records()
    expect(inserted).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      eventSourceARN: streamArn,
      dynamodb: {
        ApproximateCreationDateTime: clock.now() / 1000,
        Keys: key('i1'),
        NewImage: { ...key('i1'), n: { N: '1' } },
        SequenceNumber: expect.stringMatching(/^\d{21}$/),
        SizeBytes: 23,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    })
    expect(modified).toMatchObject({
      eventName: 'MODIFY',
      dynamodb: { OldImage: { n: { N: '1' } }, NewImage: { n: { N: '2' } } },
    })
    expect(removed?.dynamodb).not.toHaveProperty('NewImage')
    expect(removed).toMatchObject({ eventName: 'REMOVE', dynamodb: { OldImage: { n: { N: '2' } } } })
    expect(grown).toBe(3)
  })

  it('says nothing of a write that changes nothing', async () => {
    const { client, records } = await start()
    await client.send(put('i1', { n: { N: '1' }, tags: { SS: ['a', 'b'] } }))
    await client.send(put('i1', { tags: { SS: ['b', 'a'] }, n: { N: '1.0' } }))
    await client.send(new DeleteItemCommand({ TableName: name, Key: key('other') }))
    expect(records()).toHaveLength(1)
  })

  it('goes on counting after a trim and a restart', async () => {
    const file = aFile()
    const first = await start({ file })
    await first.client.send(put('a'))
    await first.client.send(put('b'))
    const [a, b] = first.records().map(({ dynamodb }) => dynamodb.SequenceNumber)
    expect(first.records(a)).toHaveLength(1)
    first.database.trimStream(streamArn, b!)
    expect(first.records()).toEqual([])
    first.stop()

    const second = await start({ file })
    expect(second.database.latestSequence(streamArn)).toBe(b)
    await second.client.send(put('c'))
    expect(second.records(b).map(({ dynamodb }) => dynamodb.Keys)).toEqual([key('c')])
    expect(second.records().every(({ dynamodb }) => dynamodb.SequenceNumber > b!)).toBe(true)
  })

  it('replayed from its beginning gives the table as it stands, after any writes and restarts', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('put'), pk: fc.constantFrom('a', 'b', 'c'), n: fc.integer({ min: 0, max: 2 }) }),
      fc.record({ kind: fc.constant('delete'), pk: fc.constantFrom('a', 'b', 'c'), n: fc.constant(0) }),
      fc.record({ kind: fc.constant('restart'), pk: fc.constant(''), n: fc.constant(0) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const store = openStore()
        const open = () => {
          const database = createDynamoDb({ store, clock: new MovedClock() })
          database.createTable(properties, { name, arn, streamArn })
          return database
        }
        let database = open()
        const written = new Map<string, unknown>()
        for (const { kind, pk, n } of steps) {
          if (kind === 'restart') database = open()
          if (kind === 'put') {
            const Item = { ...key(pk), n: { N: String(n) } }
            await database.api.call('PutItem', { TableName: name, Item }, owner)
            written.set(JSON.stringify(key(pk)), Item)
          }
          if (kind === 'delete') {
            await database.api.call('DeleteItem', { TableName: name, Key: key(pk) }, owner)
            written.delete(JSON.stringify(key(pk)))
          }
        }
        const replayed = new Map<string, unknown>()
        for (const { dynamodb } of database.readStream(streamArn, undefined, 100)) {
          const id = JSON.stringify(dynamodb.Keys)
          expect(replayed.get(id)).toEqual(dynamodb.OldImage)
          if (dynamodb.NewImage) replayed.set(id, dynamodb.NewImage)
          else replayed.delete(id)
        }
        expect(replayed).toEqual(written)
        expect(await database.api.call('Scan', { TableName: name }, owner)).toMatchObject({ Count: written.size })
        store.close()
      }),
      { numRuns: 40 },
    )
  })
})
