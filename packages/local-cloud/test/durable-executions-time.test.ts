import fc from 'fast-check'
import { callbackIdOf } from '../src/services/lambda/durable-executions/record.ts'
import type { Store } from '../src/store.ts'
import { anEngine, callback, done, known, pending, wait, waits, type Handler } from './durable-executions-engine.ts'
import { closeAll, storeIn } from './lambda-fixture.ts'
import { WatchedClock } from './lambda-watched-clock.ts'

afterEach(closeAll)

describe('time', () => {
  it('passes faster for waits and for callbacks nobody answers, and is no activity meanwhile', async () => {
    const { start, clock, activity, events, ended } = anEngine(
      (event, durable, arn) => {
        if (known(event, 'c')?.Status === 'TIMED_OUT') return done
        const updates = [
          known(event, 'w') ? undefined : wait(60),
          known(event, 'c') ? undefined : callback({ TimeoutSeconds: 120 }),
        ]
        durable.checkpoint(
          arn,
          event.CheckpointToken,
          updates.filter((update) => update !== undefined),
        )
        return pending
      },
      { speed: 60 },
    )
    start()
    await activity.idle()
    clock.move(999)
    await activity.idle()
    expect(events).toHaveLength(1)
    clock.move(1)
    await activity.idle()
    expect(events[1]!.UpdatedOperationIds).toEqual(['w'])
    clock.move(1000)
    await activity.idle()
    expect(ended).toMatchObject([{ status: 'SUCCEEDED' }])
  })

  it('is put off by a heartbeat', async () => {
    const { start, engine, clock, activity, ended } = anEngine((event, durable, arn) => {
      if (known(event, 'c')?.Status === 'TIMED_OUT') return done
      durable.checkpoint(arn, event.CheckpointToken, [callback({ HeartbeatTimeoutSeconds: 10 })])
      return pending
    })
    const { arn } = start()
    await activity.idle()
    clock.move(9_999)
    engine.heartbeatCallback(callbackIdOf(arn, 'c'))
    clock.move(9_999)
    await activity.idle()
    expect(ended).toEqual([])
    clock.move(1)
    await activity.idle()
    expect(ended[0]!.operations.find(({ id }) => id === 'c')!.error).toMatchObject({ ErrorType: 'Callback.Heartbeat' })
  })

  it('ends an execution that takes longer than it may', async () => {
    const { start, clock, activity, ended } = anEngine(waits(7200))
    start()
    await activity.idle()
    clock.move(3_600_000)
    expect(ended).toMatchObject([{ status: 'TIMED_OUT', invocations: 1 }])
    clock.move(7_200_000)
    expect(ended).toHaveLength(1)
  })

  it('frees the name of a closed execution after its retention', async () => {
    const { start, clock, activity } = anEngine(() => done)
    const { arn } = start('1')
    await activity.idle()
    expect(start('1').arn).toBe(arn)
    expect(() => start('2')).toThrow(/started already/)
    clock.move(24 * 3_600_000 + 1)
    expect(start('2').arn).not.toBe(arn)
    await activity.idle()
  })
})

it('fails what a later template has no function for any more', async () => {
  const store = storeIn()
  const before = anEngine(waits(60), { store })
  const { arn } = before.start()
  await before.activity.idle()
  before.engine.close()

  const after = anEngine(waits(60), { store, durable: false })
  after.engine.resume()
  expect(after.engine.get(arn)).toMatchObject({ status: 'FAILED', error: { ErrorType: 'Local.FunctionGone' } })
})

it('does each wait once and in order, however often it is killed and resumed on the way', async () => {
  /** Three waits one after the other. */
  const handler: Handler = (event, durable, arn) => {
    for (const id of ['a', 'b', 'c']) {
      if (known(event, id)?.Status === 'SUCCEEDED') continue
      if (!known(event, id)) durable.checkpoint(arn, event.CheckpointToken, [wait(10, id)])
      return pending
    }
    return done
  }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(12_000), { maxLength: 12 }), async (moves) => {
      const clock = new WatchedClock()
      const store: Store = storeIn()
      let now = anEngine(handler, { store, clock })
      const { arn, startedAt } = now.start()
      for (const ms of moves) {
        await now.activity.idle()
        now.engine.close()
        now = anEngine(handler, { store, clock })
        clock.move(ms)
        now.engine.resume()
      }
      while (now.engine.get(arn).status === 'RUNNING') {
        await now.activity.idle()
        clock.move(1000)
      }
      const record = now.engine.get(arn)
      expect(record).toMatchObject({ status: 'SUCCEEDED', result: '"done"' })
      const waited = record.operations.filter(({ type }) => type === 'WAIT')
      expect(waited.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
      for (const { startedAt: begun, endedAt } of waited) expect(endedAt! - begun).toBeGreaterThanOrEqual(10_000)
      expect(record.endedAt! - startedAt).toBeGreaterThanOrEqual(30_000)
      now.engine.close()
    }),
    { numRuns: 30 },
  )
})
