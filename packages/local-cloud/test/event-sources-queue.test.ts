import { aCloud, fail, functionArn, queueArn } from './event-sources-fixture.ts'

describe('a queue', () => {
  const mapping = { id: 'm', functionArn, queueArn, batchSize: 2, reportsFailures: true }

  it('hands its messages over at once, in batches, and loses those that were taken', async () => {
    const cloud = aCloud()
    cloud.sources.mapQueue(mapping)
    cloud.sources.start()

    cloud.send('a', 'b', 'c')
    expect(cloud.batches).toEqual([['a', 'b'], ['c']])

    await cloud.activity.idle()
    expect(cloud.deleted).toEqual(['receipt of a', 'receipt of b', 'receipt of c'])
  })

  it('has no more batches in flight than it may', async () => {
    let go: (() => void)[] = []
    const cloud = aCloud(() => new Promise<void>((resolve) => go.push(resolve)))
    cloud.sources.mapQueue({ ...mapping, batchSize: 1, concurrency: 2 })
    cloud.sources.start()

    cloud.send('a', 'b', 'c')
    expect(cloud.batches).toEqual([['a'], ['b']])
    go[1]!()
    await new Promise((turned) => setImmediate(turned))
    expect(cloud.batches).toEqual([['a'], ['b'], ['c']])
    expect(cloud.deleted).toEqual(['receipt of b'])
  })

  it.each([
    ['what is reported', () => ({ batchItemFailures: [{ itemIdentifier: 'a' }] }), ['receipt of b']],
    ['everything when what is reported is unknown', () => ({ batchItemFailures: [{ itemIdentifier: 'z' }] }), []],
    ['everything when the report is malformed', () => ({ batchItemFailures: [{ id: 'a' }] }), []],
    ['everything when the function fails', fail, []],
    ['nothing when the report is empty', () => ({ batchItemFailures: [] }), ['receipt of a', 'receipt of b']],
    ['nothing when there is no report', () => null, ['receipt of a', 'receipt of b']],
  ])('keeps, after a batch, %s', async (_, answer, deleted) => {
    const cloud = aCloud(answer)
    cloud.sources.mapQueue(mapping)
    cloud.sources.start()
    cloud.send('a', 'b')
    await cloud.activity.idle()
    expect(cloud.deleted).toEqual(deleted)
  })

  it('deletes unseen what its filters do not want', async () => {
    const cloud = aCloud()
    cloud.sources.mapQueue({ ...mapping, filters: [{ body: { id: ['b'] } }] })
    cloud.sources.start()
    cloud.send('a', 'b')
    await cloud.activity.idle()
    expect(cloud.batches).toEqual([['b']])
    expect(cloud.deleted).toEqual(['receipt of a', 'receipt of b'])
  })

  it('loses nothing when all stops in the middle', async () => {
    let go = () => undefined as void
    const cloud = aCloud(() => new Promise<void>((resolve) => (go = resolve)))
    cloud.sources.mapQueue(mapping)
    cloud.sources.start()
    cloud.send('a')
    cloud.sources.stop()
    go()
    await cloud.activity.idle()
    expect(cloud.deleted).toEqual([])
  })
})
