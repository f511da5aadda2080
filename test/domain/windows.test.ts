import fc from 'fast-check'
import { type Instant, instant } from '../../functions/domain/instant.ts'
import { isTimeZone } from '../../functions/domain/wall-time.ts'
import { isTimeOfDay, weekdays, type WeeklyHours, windowAt } from '../../functions/domain/windows.ts'

const when = (text: string) => instant(new Date(text))
const nights: WeeklyHours = { zone: 'Europe/Berlin', from: '22:00', to: '07:00' }
const untilOf = (hours: readonly WeeklyHours[], text: string) => windowAt(hours, when(text))?.until.slice(0, 16)

it.each([
  ['a summer evening before it', '2026-07-01T19:59Z', undefined],
  ['its first minute', '2026-07-01T20:00Z', '2026-07-02T05:00'],
  ['its last minute', '2026-07-02T04:59:59.999Z', '2026-07-02T05:00'],
  ['the morning after it', '2026-07-02T05:00Z', undefined],
  ['a winter night, an hour later by UTC', '2026-12-01T21:00Z', '2026-12-02T06:00'],
  ['the night in which the clocks are put forward', '2026-03-28T23:00Z', '2026-03-29T05:00'],
  ['the night in which they are put back', '2026-10-24T23:00Z', '2026-10-25T06:00'],
])('knows %s', (_, at, until) => expect(untilOf([nights], at)).toBe(until))

it.each([
  // 02:30 does not come on 29 March in Berlin: it counts as 03:30.
  ['ends in the hour that is left out', { from: '01:00', to: '02:30' }, '2026-03-29T00:30Z', '2026-03-29T01:30'],
  ['begins in the hour that is left out', { from: '02:30', to: '05:00' }, '2026-03-29T01:15Z', undefined],
  // 02:30 comes twice on 25 October: the first one counts.
  ['ends in the hour that comes twice', { from: '01:00', to: '02:30' }, '2026-10-25T00:15Z', '2026-10-25T00:30'],
  ['has ended when that hour comes again', { from: '01:00', to: '02:30' }, '2026-10-25T01:15Z', undefined],
])('a window that %s', (_, hours, at, until) => expect(untilOf([{ zone: 'Europe/Berlin', ...hours }], at)).toBe(until))

it('counts the day on which it begins', () => {
  const weekend: WeeklyHours = { ...nights, on: ['fri'] }
  // 2026-11-27 is a Friday.
  expect(untilOf([weekend], '2026-11-27T22:00Z')).toBe('2026-11-28T06:00')
  expect(untilOf([weekend], '2026-11-28T03:00Z')).toBe('2026-11-28T06:00')
  expect(untilOf([weekend], '2026-11-27T03:00Z')).toBeUndefined()
})

it('takes hours without a gap between them for one window', () => {
  const weekend: WeeklyHours = { zone: 'Europe/Berlin', on: ['sat', 'sun'], from: '00:00', to: '24:00' }
  expect(untilOf([nights, weekend], '2026-11-27T21:30Z')).toBe('2026-11-30T06:00')
})

it('ends, though every hour of the week is in it', () => {
  const always: WeeklyHours = { zone: 'UTC', from: '00:00', to: '24:00' }
  expect(windowAt([always], when('2026-11-27T12:00Z'))?.until).toMatch(/^2026-12/)
})

it('knows a time zone from what is none', () => {
  expect(['Europe/Berlin', 'America/St_Johns', 'UTC'].filter(isTimeZone)).toHaveLength(3)
  expect(['Europe/Nowhere', '', '__proto__', 'constructor'].filter(isTimeZone)).toEqual([])
  expect(['00:00', '23:59', '24:00'].filter(isTimeOfDay)).toHaveLength(3)
  expect(['24:01', '7:00', '12:60', '', '12:00 '].filter(isTimeOfDay)).toEqual([])
})

describe('in any zone, in any year', () => {
  const zones = [
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Africa/Casablanca',
    'America/Havana',
    'Asia/Tehran',
    'Pacific/Chatham',
    'UTC',
  ]
  const timeOfDay = fc
    .integer({ min: 0, max: 24 * 4 - 1 })
    .map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`)
  const anyHours = fc.record({
    zone: fc.constantFrom(...zones),
    on: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    from: timeOfDay,
    to: timeOfDay,
  })
  const anyTime = fc
    .date({ min: new Date('2010-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map(instant)
  /** What a clock on the wall there shows, by another way than the code's own. */
  const onWall = (at: Instant, zone: string) => {
    const text = new Date(at).toLocaleString('sv-SE', { timeZone: zone })
    const day = new Date(at).toLocaleDateString('en-GB', { timeZone: zone, weekday: 'short' }).toLowerCase()
    return { time: text.slice(11, 16), day }
  }
  const isInside = ({ zone, on, from, to }: Required<WeeklyHours>, at: Instant) => {
    const { time, day } = onWall(at, zone)
    const before = weekdays[(weekdays.findIndex((each) => each === day) + 6) % 7]!
    const today = on.some((each) => each === day)
    if (to > from) return today && from <= time && time < to
    return (today && time >= from) || (on.includes(before) && time < to)
  }
  /** Within three hours of a change of the clocks the wall alone does not tell. */
  const isPlain = (at: Instant, zone: string) => {
    const offset = (hours: number) => {
      const time = Math.floor(Date.parse(at) / 60_000) * 60_000 + hours * 3_600_000
      return Date.parse(`${new Date(time).toLocaleString('sv-SE', { timeZone: zone }).replace(' ', 'T')}Z`) - time
    }
    return [-26, -3, 3, 26].every((hours) => offset(hours) === offset(0))
  }

  it('says what a clock on the wall says', () => {
    fc.assert(
      fc.property(anyHours, anyTime, (hours, at) => {
        fc.pre(isPlain(at, hours.zone))
        expect(windowAt([hours], at) !== undefined).toBe(isInside(hours, at))
      }),
      { numRuns: 400 },
    )
  })

  it('is inside until it says that it ends, and no longer', () => {
    fc.assert(
      fc.property(anyHours, anyTime, (hours, at) => {
        fc.pre(hours.on.length < 7)
        const { until } = windowAt([hours], at) ?? {}
        if (until === undefined) return
        expect(until > at).toBe(true)
        expect(windowAt([hours], until)).toBeUndefined()
        const last = instant(Date.parse(until) - 1)
        expect(windowAt([hours], last)).toEqual({ until })
        expect(Date.parse(until) - Date.parse(at)).toBeLessThanOrEqual(6 * 86_400_000 + 2 * 86_400_000)
      }),
      { numRuns: 300 },
    )
  })
})
