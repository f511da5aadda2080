import { reconcile } from '../../functions/usecases/reconcile.ts'
import { reconcileOrTell } from '../../functions/usecases/reconcile-or-tell.ts'
import { at } from '../signals.ts'
import { arnOf, home } from './a-cloudwatch.ts'
import { aPair, type Pair } from './a-pair.ts'

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
