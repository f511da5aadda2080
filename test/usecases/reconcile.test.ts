import fc from 'fast-check'
import type { AlarmSeen } from '../../functions/domain/alarm-seen.ts'
import { isOpen } from '../../functions/domain/incident.ts'
import { instant } from '../../functions/domain/instant.ts'
import type { ParsedTrouble } from '../../functions/domain/parsed-message.ts'
import { place, type Places } from '../../functions/domain/place.ts'
import { messageOf } from '../../functions/sources/reconcile/message.ts'
import { fromAlarmSeen } from '../../functions/sources/reconcile/parse.ts'
import { readMessage } from '../../functions/sources/read-message.ts'
import { messageOf as troubleMessage } from '../../functions/sources/trouble/message.ts'
import { reconcile } from '../../functions/usecases/reconcile.ts'
import { reconcileOrTell } from '../../functions/usecases/reconcile-or-tell.ts'
import { takeInAll } from '../../functions/usecases/take-in.ts'
import { at } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'
import { aCloudWatch, type AlarmValue, arnOf, home } from './a-cloudwatch.ts'

const takesIt = (prefix: string) => (detail: any) => detail.alarmName.startsWith(prefix)
const places: Places = {
  lines: ['checkout', 'search'].map((name) => ({ name, takes: takesIt(`${name}-`), playbooks: [] })),
  platform: 'platform',
  cords: [],
}

/** An Andon beside a CloudWatch. What is sent waits until it is delivered. */
function aPair() {
  const table = aTable()
  let seconds = Date.parse(at('09:00')) / 1000
  const now = () => instant(seconds * 1000)
  const cloudWatch = aCloudWatch(now)
  const queue: string[] = []
  const clock = { ...table.ports.clock, now }
  const send = (message: object | undefined) => message && queue.push(JSON.stringify(message))
  const ports = {
    ...table.ports,
    clock,
    alarms: cloudWatch.port,
    places: { ...places, lines: [...places.lines, { name: 'platform', takes: () => false, playbooks: [] }] },
    home,
    parsed: (seen: AlarmSeen) => fromAlarmSeen(messageOf(seen)),
    signals: {
      put: async (all: readonly (AlarmSeen | ParsedTrouble)[]) =>
        all.forEach((one) => send('kind' in one ? troubleMessage(one) : messageOf(one))),
    },
  }
  const take = async (body: string | undefined) => {
    const message = body === undefined ? undefined : readMessage(body, now())
    if (message === undefined || message.kind === 'nothing') return
    for (const outcome of await takeInAll({ ...table.ports, clock }, place(places, message)))
      if (outcome.kind === 'failed') throw outcome.error
  }
  const open = () => table.incidents().filter(isOpen)
  return {
    ...table,
    cloudWatch,
    queue,
    ports,
    now,
    later: (by: number) => void (seconds += by),
    set: (name: string, value: AlarmValue) => send(cloudWatch.set(name, value)),
    delete: (name: string) => send(cloudWatch.delete(name)),
    take,
    deliverAll: async () => {
      for (const body of queue.splice(0)) await take(body)
    },
    /** Five minutes later, with all that it says. */
    async reconciled() {
      seconds += 300
      await reconcile(ports)
      for (const body of queue.splice(0)) await take(body)
    },
    open,
    isOpen: (name: string) => open().some(({ key }) => key === `alarm ${arnOf(name)}`),
  }
}

describe('what CloudWatch holds and Andon does not know', () => {
  it('is opened, also when it held before Andon came', async () => {
    const { set, queue, reconciled, open, said } = aPair()
    set('checkout-5xx', 'ALARM')
    set('nobodys-alarm', 'ALARM')
    set('andon-on-signal', 'ALARM')
    queue.splice(0)
    await reconciled()
    expect(open()).toMatchObject([{ line: 'checkout', title: 'checkout-5xx', openedAt: at('09:00') }])
    expect(said()).toEqual(['people are called'])
  })

  it('is said once, and asked with two or three questions', async () => {
    const { set, reconciled, ports, queue, cloudWatch } = aPair()
    set('checkout-5xx', 'ALARM')
    await reconciled()
    const before = cloudWatch.questions()
    await reconcile(ports)
    expect(queue).toEqual([])
    expect(cloudWatch.questions() - before).toBe(3)
  })

  it.each([
    ['cleared', 'resolved by the alarm', ({ set }: Pair) => set('checkout-5xx', 'OK')],
    ['was deleted', 'resolved: the alarm was deleted', (pair: Pair) => pair.delete('checkout-5xx')],
    [
      'is muted',
      'resolved: the alarm is muted: by night-build',
      ({ cloudWatch }: Pair) => cloudWatch.mute('checkout-5xx', true),
    ],
    [
      'is suppressed',
      'resolved: the actions of the alarm are suppressed: its suppressor is in ALARM',
      ({ cloudWatch }: Pair) => cloudWatch.suppress('checkout-5xx', true),
    ],
    ['has no data', 'no data since 2026-11-21 09:01 UTC', ({ set }: Pair) => set('checkout-5xx', 'INSUFFICIENT_DATA')],
  ])('is settled when it %s unheard', async (_, text, unheard) => {
    const pair = aPair()
    pair.set('checkout-5xx', 'ALARM')
    await pair.deliverAll()
    pair.later(60)
    unheard(pair)
    pair.queue.splice(0)
    await pair.reconciled()
    expect(pair.said().at(-1)).toBe(text)
    await pair.reconciled()
    expect(pair.said().at(-1)).toBe(text)
  })

  it('is opened again when it holds after the mute window', async () => {
    const { set, deliverAll, cloudWatch, reconciled, isOpen, open } = aPair()
    set('checkout-5xx', 'ALARM')
    await deliverAll()
    cloudWatch.mute('checkout-5xx', true)
    await reconciled()
    expect(isOpen('checkout-5xx')).toBe(false)
    cloudWatch.mute('checkout-5xx', false)
    await reconciled()
    expect(open()).toMatchObject([{ openedAt: at('09:10') }])
  })
})

type Pair = ReturnType<typeof aPair>

it('leaves alone what is open for an alarm of another account, which it cannot ask for', async () => {
  const { cloudWatch, take, reconciled, open } = aPair()
  const event = JSON.stringify(cloudWatch.set('checkout-5xx', 'ALARM'))
  cloudWatch.delete('checkout-5xx')
  await take(event.replaceAll(home.account, '999999999999'))
  await reconciled()
  expect(open()).toHaveLength(1)
})

it('settles what is open on a line that would not take the alarm any more', async () => {
  const { set, deliverAll, ports, take, queue, open } = aPair()
  set('checkout-5xx', 'ALARM')
  await deliverAll()
  set('checkout-5xx', 'OK')
  queue.splice(0)
  await reconcile({
    ...ports,
    places: { ...ports.places, lines: ports.places.lines.map((line) => ({ ...line, takes: () => false })) },
  })
  await take(queue[0])
  expect(open()).toEqual([])
})

it('finds again what is open but was forgotten, so that the next ALARM opens nothing beside it', async () => {
  const { set, deliverAll, forget, reconciled, isOpen, incidents, later } = aPair()
  set('checkout-5xx', 'ALARM')
  await deliverAll()
  forget(`alarm ${arnOf('checkout-5xx')}`)
  await reconciled()
  expect(isOpen('checkout-5xx')).toBe(true)
  later(60)
  set('checkout-5xx', 'OK')
  await deliverAll()
  expect(incidents()).toMatchObject([{ state: 'resolved' }])

  forget(`alarm ${arnOf('checkout-5xx')}`)
  later(60)
  await reconciled()
  expect(incidents()).toHaveLength(1)
})

describe('when CloudWatch cannot be asked', () => {
  it('says so on the platform’s line, resolves nothing, and ends that by itself', async () => {
    const { set, deliverAll, cloudWatch, ports, reconciled, open } = aPair()
    set('checkout-5xx', 'ALARM')
    await deliverAll()
    cloudWatch.whenAsked(() => {
      throw Object.assign(new Error('no rights'), { name: 'AccessDenied' })
    })
    await expect(reconcileOrTell(ports)).rejects.toThrow('no rights')
    await deliverAll()
    expect(open()).toMatchObject([
      { line: 'checkout' },
      {
        line: 'platform',
        title: 'CloudWatch could not be asked how its alarms stand',
        reason: 'AccessDenied: no rights. Alarms that change unheard are not noticed meanwhile',
      },
    ])
    cloudWatch.whenAsked(() => {})
    await reconciled()
    expect(open()).toMatchObject([{ line: 'checkout' }])
  })

  it('wakes nobody for a hiccup', async () => {
    const { cloudWatch, ports, queue } = aPair()
    let hiccups = 1
    cloudWatch.whenAsked(() => {
      if (hiccups-- > 0) throw new Error('ThrottlingException')
    })
    await reconcileOrTell(ports)
    expect(queue).toEqual([])
  })
})

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
