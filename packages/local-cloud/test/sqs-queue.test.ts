import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { arnOf } from '../src/arn.ts'
import { openStore } from '../src/store.ts'
import { dead, ordered, signals, start } from './sqs-over-http.ts'

describe('a standard queue', () => {
  it('hides what was received until its time is over, and tells when it is back', async () => {
    const { queues, clock, bodies } = start()
    let told = 0
    queues.onVisible(signals, () => told++)
    queues.send(signals, 'x')
    await Promise.resolve()
    expect(told).toBe(1)

    expect(bodies(signals)).toEqual(['x'])
    clock.move(29_999)
    expect(bodies(signals)).toEqual([])
    clock.move(1)
    await Promise.resolve()
    expect(told).toBe(2)
    expect(queues.receive(signals, 1)[0]?.attributes['ApproximateReceiveCount']).toBe('2')
  })

  it('delays, and puts off for a retry', () => {
    const { queues, clock, bodies } = start()
    queues.send(signals, 'x', { delaySeconds: 5 })
    expect(bodies(signals)).toEqual([])
    clock.move(5_000)
    const [received] = queues.receive(signals, 1)
    queues.changeVisibility(signals, received!.receiptHandle, 600)
    clock.move(599_999)
    expect(bodies(signals)).toEqual([])
    clock.move(1)
    expect(bodies(signals)).toEqual(['x'])
    expect(() => queues.changeVisibility(signals, received!.receiptHandle, 1)).toThrow('Message does not exist')
  })

  it('sets aside what was received too often, with where it came from, and goes on with the rest', () => {
    const { queues, clock, bodies } = start()
    queues.send(signals, 'poison', { attributes: { why: 'test' } })
    const [{ messageId } = { messageId: '' }] = queues.receive(signals, 1)
    clock.move(30_000)
    bodies(signals)
    clock.move(30_000)
    queues.send(signals, 'good')
    expect(bodies(signals, 1)).toEqual(['good'])
    expect(queues.peek(dead)).toEqual([
      {
        messageId,
        body: 'poison',
        messageAttributes: { why: { dataType: 'String', stringValue: 'test' } },
        receiveCount: 2,
        sentAt: clock.now() - 60_000,
        sourceArn: signals,
      },
    ])
    expect(queues.receive(dead, 1)[0]?.attributes).toMatchObject({ DeadLetterQueueSourceArn: signals })
  })

  it('hands out messages in the shape of a Lambda event', () => {
    const { queues } = start()
    queues.send(signals, 'x', { attributes: { source: 'cord' } })
    expect(queues.receive(signals, 1)).toEqual([
      {
        messageId: expect.any(String),
        receiptHandle: expect.any(String),
        body: 'x',
        md5OfBody: '9dd4e461268c8034f5c8564e155c67a6',
        attributes: expect.objectContaining({ ApproximateReceiveCount: '1' }),
        messageAttributes: {
          source: { dataType: 'String', stringValue: 'cord', stringListValues: [], binaryListValues: [] },
        },
      },
    ])
  })

  it('names a queue that it does not have', () => {
    const { queues } = start()
    expect(() => queues.send(arnOf('sqs', 'none'), 'x')).toThrow('The specified queue does not exist')
  })
})

describe('after a restart', () => {
  const directory = mkdtempSync(join(tmpdir(), 'andon-'))
  afterAll(() => rmSync(directory, { recursive: true }))
  let files = 0
  const aStore = () => openStore(join(directory, `${files++}.db`))

  it('everything is there: order, what is hidden, receive counts, what was sent twice', () => {
    const store = aStore()
    const first = start({ store })
    first.queues.send(signals, 'hidden')
    first.queues.receive(signals, 1)
    first.queues.send(signals, 'free')
    first.queues.send(ordered, 'x', { groupId: 'g' })

    const { queues, bodies } = start({ store, clock: first.clock })
    expect(bodies(signals)).toEqual(['free'])
    queues.send(ordered, 'x', { groupId: 'g' })
    expect(bodies(ordered)).toEqual(['x'])
    first.clock.move(30_000)
    expect(queues.receive(signals, 1)[0]).toMatchObject({
      body: 'hidden',
      attributes: { ApproximateReceiveCount: '2' },
    })
    store.close()
  })

  it('what was in flight can be released at once, as if never received, but not what was put off', () => {
    const store = aStore()
    const first = start({ store })
    first.queues.send(signals, 'stranded')
    first.queues.send(signals, 'put off')
    const [, second] = first.queues.receive(signals, 2)
    first.queues.changeVisibility(signals, second!.receiptHandle, 60)

    const { queues } = start({ store, clock: first.clock })
    queues.releaseInFlight()
    expect(queues.receive(signals, 10)).toMatchObject([
      { body: 'stranded', attributes: { ApproximateReceiveCount: '1' } },
    ])
    store.close()
  })
})

describe('what is open', () => {
  it('is a consumed queue until its last message is deleted: delayed, visible, in flight or put off', () => {
    const { queues, clock, activity } = start()
    queues.consumed(signals)
    queues.send(signals, 'x', { delaySeconds: 5 })
    expect(activity.open()).toEqual(['queue signals'])
    clock.move(5_000)
    const [received] = queues.receive(signals, 1)
    queues.changeVisibility(signals, received!.receiptHandle, 60)
    expect(activity.open()).toEqual(['queue signals'])
    queues.delete(signals, received!.receiptHandle)
    expect(activity.open()).toEqual([])
  })

  it('is not a dead letter, which nobody consumes', () => {
    const { queues, clock, activity, bodies } = start()
    queues.consumed(signals)
    queues.send(signals, 'poison')
    for (let receives = 0; receives < 3; receives++) {
      bodies(signals)
      clock.move(30_000)
    }
    expect(queues.sizes(dead)).toEqual({ visible: 1, inFlight: 0, delayed: 0 })
    expect(activity.open()).toEqual([])
  })
})
