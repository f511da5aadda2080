import { MovedClock } from '../src/clock.ts'
import { openStore } from '../src/store.ts'
import { aRule, at, functionArn, ruleArn, start } from './eventbridge-cloud.ts'

const hour = 60 * 60_000

describe('a schedule', () => {
  const scheduled = (ScheduleExpression: string) => ({
    Minute: aRule({ Arn: functionArn }, { EventPattern: undefined, ScheduleExpression }),
  })
  const times = (invoked: unknown[]) => invoked.map((event) => (event as { time: string }).time.slice(11, 19))

  it('fires by its rate, with the event that AWS sends', () => {
    const { events, invoked, clock } = start(scheduled('rate(1 minute)'))
    events.startSchedules()
    clock.move(59_999)
    expect(invoked).toEqual([])
    clock.move(2 * 60_000)
    expect(times(invoked)).toEqual(['09:01:00', '09:02:00'])
    expect(invoked[0]).toMatchObject({
      source: 'aws.events',
      'detail-type': 'Scheduled Event',
      resources: [ruleArn],
      detail: {},
    })
  })
  it('does not fire before it is started, nor after it is closed', () => {
    const { events, invoked, clock } = start(scheduled('rate(1 minute)'))
    clock.move(hour)
    events.startSchedules()
    events.close()
    clock.move(hour)
    expect(invoked).toEqual([])
  })
  it('comes as many times as often as it is told, and at once at its new beat after a start with another', () => {
    const [clock, store] = [new MovedClock(at('09:00:00')), openStore()]
    const first = start(scheduled('rate(5 minutes)'), { clock, store })
    first.events.startSchedules({ newAtOnce: true })
    clock.move(1000)
    first.events.close()
    const second = start(scheduled('rate(5 minutes)'), { clock, store, speed: 60 })
    second.events.startSchedules()
    clock.move(11_000)
    expect(times(first.invoked)).toEqual(['09:00:00'])
    expect(times(second.invoked)).toEqual(['09:00:06', '09:00:11'])
  })
  it('comes at once when it is new and told to, unless it is hours apart', () => {
    for (const [rate, first] of [
      ['rate(5 minutes)', ['09:00:00']],
      ['rate(1 hour)', []],
    ] as const) {
      const { events, invoked, clock } = start(scheduled(rate))
      events.startSchedules({ newAtOnce: true })
      clock.move(1000)
      expect(times(invoked)).toEqual(first)
    }
  })
  it('comes each five seconds at the most', () => {
    const { events, invoked, clock } = start(scheduled('rate(1 minute)'), { speed: 60 })
    events.startSchedules()
    clock.move(11_000)
    expect(times(invoked)).toEqual(['09:00:05', '09:00:10'])
  })
  it('by the time of day does not come sooner for that', () => {
    const { events, invoked, clock } = start(scheduled('cron(30 9 * * ? *)'), { speed: 60 })
    events.startSchedules()
    clock.move(30 * 60_000)
    expect(times(invoked)).toEqual(['09:30:00'])
  })
  it('that was missed fires once, and then keeps its beat', () => {
    const [clock, store] = [new MovedClock(at('09:00:00')), openStore()]
    const first = start(scheduled('rate(5 minutes)'), { clock, store })
    first.events.startSchedules()
    first.events.close()
    clock.move(17 * 60_000)

    const second = start(scheduled('rate(5 minutes)'), { clock, store })
    second.events.startSchedules()
    clock.move(3 * 60_000)
    expect(times(second.invoked)).toEqual(['09:05:00', '09:20:00'])
  })
  it.each<[expression: string, first: string]>([
    ['cron(30 9 * * ? *)', '2026-11-21T09:30:00Z'],
    ['cron(0 9 * * ? *)', '2026-11-22T09:00:00Z'],
    ['cron(0/15 * * * ? *)', '2026-11-21T09:15:00Z'],
    ['cron(0 8 ? * MON-FRI *)', '2026-11-23T08:00:00Z'],
    ['cron(0 0 1 1,7 ? *)', '2027-01-01T00:00:00Z'],
    ['cron(0 0 29 FEB ? *)', '2028-02-29T00:00:00Z'],
  ])('%s fires first at %s', (expression, first) => {
    const { events, invoked, clock } = start(scheduled(expression))
    events.startSchedules()
    const wait = Date.parse(first) - clock.now()
    clock.move(wait - 1)
    expect(invoked).toEqual([])
    clock.move(1)
    expect(invoked).toEqual([expect.objectContaining({ time: first })])
  })
  it('whose years are over never fires', () => {
    const { events, invoked, clock } = start(scheduled('cron(0 9 * * ? 2025)'))
    events.startSchedules()
    clock.move(24 * hour)
    expect(invoked).toEqual([])
  })
})
