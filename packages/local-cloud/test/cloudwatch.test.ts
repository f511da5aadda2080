import fc from 'fast-check'
import { MovedClock } from '../src/clock.ts'
import { type AlarmEvent, alarmStates, createCloudWatch } from '../src/services/cloudwatch/cloudwatch.ts'
import { openStore } from '../src/store.ts'

const now = Date.UTC(2026, 10, 21, 9, 0, 3, 127)

function start({ store = openStore(), clock = new MovedClock(now) } = {}) {
  const sent: AlarmEvent[] = []
  const told: unknown[] = []
  const cloudwatch = createCloudWatch(store, clock, (event) => {
    told.push(event)
    if ('previousState' in event.detail) sent.push(event as AlarmEvent)
  })
  return { cloudwatch, sent, told, clock, store }
}

it('sends the event that CloudWatch sends', () => {
  const { cloudwatch, sent } = start()
  cloudwatch.setAlarm('checkout-5xx', { state: 'ALARM', dimensions: { LoadBalancer: 'app/shop/1' } })
  expect(sent).toEqual([
    {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '000000000000',
      time: '2026-11-21T09:00:03Z',
      region: 'eu-central-1',
      resources: ['arn:aws:cloudwatch:eu-central-1:000000000000:alarm:checkout-5xx'],
      detail: {
        alarmName: 'checkout-5xx',
        state: {
          value: 'ALARM',
          reason:
            'Threshold Crossed: 1 out of the last 1 datapoints [42.0 (21/11/26 08:59:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
          reasonData: expect.stringContaining('"recentDatapoints":[42]'),
          timestamp: '2026-11-21T09:00:03.127+0000',
        },
        previousState: {
          value: 'INSUFFICIENT_DATA',
          reason: 'Unchecked: Initial alarm creation',
          timestamp: '2026-11-21T09:00:03.126+0000',
        },
        configuration: {
          description: expect.any(String),
          metrics: [
            {
              id: 'm1',
              metricStat: {
                metric: { namespace: 'Imitated', name: 'checkout-5xx', dimensions: { LoadBalancer: 'app/shop/1' } },
                period: 60,
                stat: 'Sum',
              },
              returnData: true,
            },
          ],
        },
      },
    },
  ])
})

it('sends nothing for the state that an alarm has already', () => {
  const { cloudwatch, sent } = start()
  expect(cloudwatch.setAlarm('a', { state: 'INSUFFICIENT_DATA' })).toBeUndefined()
  cloudwatch.setAlarm('a', { state: 'ALARM' })
  expect(cloudwatch.setAlarm('a', { state: 'ALARM', reason: 'again' })).toBeUndefined()
  cloudwatch.setAlarm('b', { state: 'ALARM' })
  expect(sent.map(({ detail }) => detail.alarmName)).toEqual(['a', 'b'])
})

it('remembers states, reasons and dimensions through a restart', () => {
  const { cloudwatch, store, clock } = start()
  cloudwatch.setAlarm('a', { state: 'ALARM', reason: 'by hand', dimensions: { Service: 'x' } })
  clock.move(5000)
  const after = start({ store, clock })
  expect(after.cloudwatch.alarms()).toEqual([{ name: 'a', state: 'ALARM', since: now }])
  after.cloudwatch.setAlarm('a', { state: 'OK' })
  expect(after.sent[0]?.detail).toMatchObject({
    previousState: { value: 'ALARM', reason: 'by hand', timestamp: '2026-11-21T09:00:03.127+0000' },
    configuration: { metrics: [{ metricStat: { metric: { dimensions: { Service: 'x' } } } }] },
  })
})

it('keeps the state it had when its event cannot be handed over', () => {
  const store = openStore()
  const cloudwatch = createCloudWatch(store, new MovedClock(now), () => {
    throw new Error('no bus')
  })
  expect(() => cloudwatch.setAlarm('a', { state: 'ALARM' })).toThrow('no bus')
  expect(cloudwatch.stateOf('a')).toBe('INSUFFICIENT_DATA')
})

it('lets no two changes of an alarm have the same time, however the clock stands', () => {
  const change = fc.record({ state: fc.constantFrom(...alarmStates), moves: fc.integer({ min: 0, max: 2 }) })
  fc.assert(
    fc.property(fc.array(change, { minLength: 2 }), (changes) => {
      const { cloudwatch, sent, clock } = start()
      for (const { state, moves } of changes) {
        cloudwatch.setAlarm('a', { state })
        clock.move(moves)
      }
      const states = sent.map(({ detail }) => detail.state)
      for (const [index, { value, timestamp }] of states.entries()) {
        const before = states[index - 1]
        if (before === undefined) continue
        expect(timestamp > before.timestamp).toBe(true)
        expect(value).not.toBe(before.value)
        expect(sent[index]?.detail.previousState).toEqual(before)
      }
    }),
    { numRuns: 50 },
  )
})

it('sends nothing of a change that is lost, and the next event says what was before', () => {
  const { cloudwatch, sent, clock } = start()
  expect(cloudwatch.setAlarm('a', { state: 'ALARM', reason: 'unheard', lost: true })).toBeUndefined()
  clock.move(1000)
  cloudwatch.setAlarm('a', { state: 'OK' })
  expect(sent).toMatchObject([
    { detail: { state: { value: 'OK' }, previousState: { value: 'ALARM', reason: 'unheard' } } },
  ])
})

it('mutes an alarm for some seconds, through a restart, which its events say', () => {
  const { cloudwatch, sent, clock, store } = start()
  cloudwatch.setAlarm('a', { muteSeconds: 90 })
  clock.move(89_000)
  const after = start({ store, clock })
  after.cloudwatch.setAlarm('a', { state: 'ALARM' })
  expect(after.sent[0]?.detail.muteDetail).toEqual({
    mutedByArn: 'arn:aws:cloudwatch:eu-central-1:000000000000:alarm-mute-rule:laptop-a',
    muteWindowStart: '2026-11-21T09:00:03.127+0000',
    muteWindowEnd: '2026-11-21T09:01:33.127+0000',
  })
  clock.move(1000)
  after.cloudwatch.setAlarm('a', { state: 'OK' })
  after.cloudwatch.setAlarm('a', { muteSeconds: 90 })
  after.cloudwatch.setAlarm('a', { state: 'ALARM', muteSeconds: 0 })
  expect(after.sent.slice(1).map(({ detail }) => detail.muteDetail)).toEqual([undefined, undefined])
  expect(sent).toEqual([])
})

describe('a deleted alarm', () => {
  it('is gone, and CloudWatch says so', () => {
    const { cloudwatch, told, clock } = start()
    cloudwatch.setAlarm('a', { state: 'ALARM' })
    clock.move(60_000)
    expect(cloudwatch.deleteAlarm('a').existed).toBe(true)
    expect(cloudwatch.deleteAlarm('a')).toEqual({ existed: false, event: undefined })
    expect(cloudwatch.alarms()).toEqual([])
    expect(told.at(-1)).toMatchObject({
      'detail-type': 'CloudWatch Alarm Configuration Change',
      time: '2026-11-21T09:01:03Z',
      resources: ['arn:aws:cloudwatch:eu-central-1:000000000000:alarm:a'],
      detail: {
        alarmName: 'a',
        operation: 'delete',
        state: { value: 'ALARM', timestamp: '2026-11-21T09:00:03.127+0000' },
      },
    })
  })

  it('is another one when it comes again, also in the same instant', () => {
    const { cloudwatch, told } = start()
    cloudwatch.setAlarm('a', { state: 'ALARM' })
    cloudwatch.deleteAlarm('a')
    cloudwatch.setAlarm('a', { state: 'ALARM' })
    expect(told.at(-1)).toMatchObject({
      detail: {
        state: { timestamp: '2026-11-21T09:00:03.129+0000' },
        previousState: { value: 'INSUFFICIENT_DATA' },
      },
    })
  })

  it('is gone without a word when its event is lost', () => {
    const { cloudwatch, told } = start()
    cloudwatch.setAlarm('a', { state: 'ALARM' })
    expect(cloudwatch.deleteAlarm('a', { lost: true })).toEqual({ existed: true, event: undefined })
    expect(told).toHaveLength(1)
  })
})
