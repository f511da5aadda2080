import fc from 'fast-check'
import { reconcile } from '../../functions/usecases/reconcile.ts'
import type { AlarmValue } from './a-cloudwatch.ts'
import { aPair, type Pair } from './a-pair.ts'

describe('while events of the same alarms arrive', () => {
  const names = ['checkout-a', 'checkout-b', 'search-c'] as const
  const name = fc.constantFrom(...names)
  const value = fc.constantFrom<AlarmValue>('ALARM', 'ALARM', 'OK', 'INSUFFICIENT_DATA')
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ what: fc.constant('set' as const), name, value, by: fc.integer({ min: 0, max: 90 }) }),
    },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('delete' as const), name }) },
    {
      weight: 1,
      arbitrary: fc.record({ what: fc.constantFrom('mute' as const, 'suppress' as const), name, on: fc.boolean() }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        what: fc.constantFrom('deliver' as const, 'double' as const, 'lose' as const),
        nth: fc.nat(20),
      }),
    },
    { weight: 2, arbitrary: fc.record({ what: fc.constant('reconcile' as const), late: fc.boolean() }) },
  )
  type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

  async function happens(pair: Pair, rest: Step[], next: Step): Promise<void> {
    const { queue, cloudWatch } = pair
    switch (next.what) {
      case 'set':
        // No two changes of an alarm at the same time: then CloudWatch itself could not say which is the last.
        pair.later(next.by + 1)
        return void pair.set(next.name, next.value)
      case 'delete':
        pair.later(1)
        return void pair.delete(next.name)
      case 'mute':
        return cloudWatch.mute(next.name, next.on)
      case 'suppress':
        return cloudWatch.suppress(next.name, next.on)
      case 'lose':
        return void queue.splice(next.nth % (queue.length || 1), 1)
      case 'deliver':
        return pair.take(queue.splice(next.nth % (queue.length || 1), 1)[0])
      case 'double':
        return pair.take(queue[next.nth % (queue.length || 1)])
      case 'reconcile': {
        pair.later(60)
        // Each of its questions takes a moment, in which more happens.
        cloudWatch.whenAsked(async () => {
          const [during] = rest
          if (during !== undefined && during.what !== 'reconcile') await happens(pair, rest, rest.shift()!)
        })
        pair.lists(next.late ? 'late' : 'at once')
        await reconcile(pair.ports)
        cloudWatch.whenAsked(() => {})
        pair.lists('at once')
      }
    }
  }

  /** All that happens, and then all that is still under way, in any order. */
  async function story(steps: readonly Step[], order: fc.Stream<number>): Promise<Pair> {
    const pair = aPair()
    const rest = [...steps]
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await happens(pair, rest, next)
    while (pair.queue.length > 0) {
      const nth = (order.next().value ?? 0) % pair.queue.length
      await pair.take(pair.queue.splice(nth, 1)[0])
    }
    return pair
  }
  const holdsOpenWhatCloudWatchHolds = (pair: Pair) => {
    const known = names.filter((each) => pair.cloudWatch.calls(each) !== undefined)
    expect(known.filter((each) => pair.isOpen(each))).toEqual(known.filter((each) => pair.cloudWatch.calls(each)))
    const keys = pair.open().map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
  }

  it('comes to hold open what CloudWatch holds, whatever was lost, late, doubled or out of order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.infiniteStream(fc.nat(50)), async (steps, order) => {
        const pair = await story(steps, order)
        await pair.reconciled()
        holdsOpenWhatCloudWatchHolds(pair)
        // And nothing is left to say.
        pair.later(300)
        await reconcile(pair.ports)
        expect(pair.queue).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('lets no answer of before undo what an event told of after', async () => {
    const told = step.filter(({ what }) => !['lose', 'mute', 'suppress'].includes(what))
    await fc.assert(
      fc.asyncProperty(fc.array(told, { maxLength: 60 }), fc.infiniteStream(fc.nat(50)), async (steps, order) =>
        holdsOpenWhatCloudWatchHolds(await story(steps, order)),
      ),
      { numRuns: 300 },
    )
  })
})
