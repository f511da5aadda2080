import fc from 'fast-check'
import type { StreamMapping } from '../src/services/lambda/event-sources/mappings.ts'
import { openStore } from '../src/store.ts'
import { aCloud, fail, functionArn, setAside, streamArn } from './event-sources-fixture.ts'

describe('a stream', () => {
  const mapping: StreamMapping = { id: 'm', functionArn, streamArn, batchSize: 2, startingPosition: 'TRIM_HORIZON' }

  it('is read in order, one batch at a time, from its beginning', async () => {
    const cloud = aCloud()
    cloud.sources.mapStream(mapping)
    cloud.write('1', '2', '3')
    cloud.sources.start()
    expect(cloud.batches).toEqual([['1', '2']])
    await cloud.activity.idle()
    cloud.write('4')
    await cloud.activity.idle()
    expect(cloud.batches).toEqual([['1', '2'], ['3'], ['4']])
  })

  it('is read from its end, when so told, and after a restart from where it was left', async () => {
    const store = openStore()
    const first = aCloud(undefined, store)
    first.sources.mapStream({ ...mapping, startingPosition: 'LATEST' })
    first.write('1', '2')
    first.sources.start()
    first.write('3')
    await first.activity.idle()
    expect(first.batches).toEqual([['3']])
    first.sources.stop()

    const second = aCloud(undefined, store)
    second.sources.mapStream({ ...mapping, startingPosition: 'LATEST' })
    second.write('1', '2', '3', '4')
    second.sources.start()
    await second.activity.idle()
    expect(second.batches).toEqual([['4']])
  })

  it('stands still at a batch that fails, until it is taken', async () => {
    let failures = 2
    const cloud = aCloud(() => (failures-- > 0 ? fail() : undefined))
    cloud.sources.mapStream(mapping)
    cloud.sources.start()
    cloud.write('1', '2', '3')
    await cloud.clock.pass(100)
    await cloud.clock.pass(200)
    await cloud.activity.idle()
    expect(cloud.batches).toEqual([['1', '2'], ['1', '2'], ['1', '2'], ['3']])
    expect(cloud.trouble).toHaveLength(2)
  })

  it('goes on from the first record that is reported as failed', async () => {
    let failures = 1
    const cloud = aCloud(() => (failures-- > 0 ? { batchItemFailures: [{ itemIdentifier: '2' }] } : undefined))
    cloud.sources.mapStream({ ...mapping, batchSize: 3, reportsFailures: true })
    cloud.sources.start()
    cloud.write('1', '2', '3')
    await cloud.clock.pass(100)
    await cloud.activity.idle()
    expect(cloud.batches).toEqual([
      ['1', '2', '3'],
      ['2', '3'],
    ])
  })

  it('splits a failing batch, and sets aside only what fails alone', async () => {
    const cloud = aCloud((ids) => (ids.includes('3') ? fail() : undefined))
    cloud.sources.mapStream({
      ...mapping,
      batchSize: 4,
      bisectOnError: true,
      maximumRetryAttempts: 1,
      onFailure: setAside,
    })
    cloud.sources.start()
    cloud.write('1', '2', '3', '4')
    await cloud.clock.pass(100)
    await cloud.activity.idle()

    expect(cloud.batches).toEqual([['1', '2', '3', '4'], ['1', '2'], ['3', '4'], ['3'], ['3'], ['4']])
    expect(cloud.queues.letters).toHaveLength(1)
    expect(JSON.parse(cloud.queues.letters[0]!.body)).toMatchObject({
      requestContext: { functionArn, condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      DDBStreamBatchInfo: { startSequenceNumber: '3', endSequenceNumber: '3', batchSize: 1, streamArn },
    })
  })

  it('is kept only as far as some reader still needs it', async () => {
    const cloud = aCloud((ids) => (ids.includes('3') ? fail() : undefined))
    cloud.sources.mapStream({ ...mapping, id: 'one' })
    cloud.sources.mapStream({ ...mapping, id: 'two', batchSize: 4, filters: [{ eventName: ['REMOVE'] }] })
    cloud.write('1', '2', '3', '4')
    cloud.sources.start()
    await new Promise((turned) => setImmediate(turned))
    expect(cloud.stream.map(({ dynamodb }) => dynamodb.SequenceNumber)).toEqual(['3', '4'])
    cloud.sources.stop()
  })

  it('passes over what its filters do not want', async () => {
    const cloud = aCloud()
    cloud.sources.mapStream({ ...mapping, filters: [{ eventName: ['REMOVE'] }] })
    cloud.sources.start()
    cloud.write('1', '2r', '3', '4')
    await cloud.activity.idle()
    cloud.write('5r')
    await cloud.activity.idle()
    expect(cloud.batches).toEqual([['2r'], ['5r']])
  })

  it('loses no record and keeps their order, whatever fails, and wherever it is stopped and started again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        fc.array(fc.constantFrom('take', 'fail', 'stop'), { maxLength: 12 }),
        async (records, batchSize, bisectOnError, fates) => {
          const store = openStore()
          const sequences = Array.from({ length: records }, (_, n) => String(100 + n))
          const taken: string[] = []
          for (let done = false; !done;) {
            const cloud = aCloud((ids) => {
              const fate = fates.shift() ?? 'take'
              if (fate === 'stop') cloud.sources.stop()
              if (fate !== 'take') return fail()
              taken.push(...ids)
            }, store)
            cloud.sources.mapStream({ ...mapping, batchSize, bisectOnError })
            cloud.write(...sequences)
            cloud.sources.start()
            const idle = cloud.activity.idle().then(() => (done = true))
            while (!done) {
              cloud.clock.move(10_000)
              await Promise.race([idle, new Promise((turned) => setImmediate(turned))])
            }
            done = taken.length === records
          }
          expect(taken).toEqual(sequences)
          store.close()
        },
      ),
      { numRuns: 50 },
    )
  })
})
