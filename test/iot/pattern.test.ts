import fc from 'fast-check'
import type { Driver } from '../../iot/agent/driver.ts'
import { type Frame, lamps, patternOf } from '../../iot/agent/pattern.ts'
import { presentOn } from '../../iot/agent/presenter.ts'
import type { Shown } from '../../iot/agent/shown.ts'
import { type ShownState, shownStates } from '../../iot/contract/light-state.ts'
import { MovedClock } from './moved-clock.ts'

const isLit = (brightness: number) => brightness >= 0.5
const lit = (frame: Frame) => lamps.filter((lamp) => isLit(frame[lamp])).join('+') || '-'

/** Which lamps burn, looked at every tenth of a second, runs of the same written once: `red 3` is 300 ms of red. */
function seen(state: ShownState, ms: number, acknowledged = false): string[] {
  const runs: { lit: string; tenths: number }[] = []
  for (let time = 0; time < ms; time += 100) {
    const now = lit(patternOf(state, acknowledged).frameAt(time))
    const run = runs.at(-1)
    if (run?.lit === now) run.tenths++
    else runs.push({ lit: now, tenths: 1 })
  }
  return runs.map((run) => `${run.lit} ${run.tenths}`)
}

/** When any lamp began to burn, in milliseconds, of frames that are `step` apart. */
function flashes(frames: readonly Frame[], step: number): number[] {
  return frames.flatMap((frame, at) => {
    const before = frames[at - 1]
    return lamps.some((lamp) => isLit(frame[lamp]) && !(before && isLit(before[lamp]))) ? [at * step] : []
  })
}
const mostWithinASecond = (times: readonly number[]) =>
  Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length))

const aShown = (state: ShownState, acknowledged = false): Shown =>
  state === 'unknown' ? { state, because: 'not-fresh' } : { state, acknowledged, line: 'checkout', reasons: [] }

describe('what a lamp does', () => {
  it.each<[ShownState, string[]]>([
    ['calm', ['green 20']],
    ['working', ['yellow 20']],
    ['approval', ['blue 20']],
    ['stop', ['red 4', '- 3', 'red 3', '- 4', 'red 3', '- 3']],
    ['help', ['yellow 6', '- 9', 'yellow 5']],
    ['flood', ['red 5', 'yellow 5', 'red 5', 'yellow 5']],
    ['test', ['red 6', 'yellow 6', 'green 6', 'blue 2']],
    ['unknown', ['white 2', '- 2', 'white 2', '- 14']],
  ])('%s', (state, expected) => expect(seen(state, 2000)).toEqual(expected))

  it('burns steady red once a stop is acknowledged', () => expect(seen('stop', 2000, true)).toEqual(['red 20']))

  it('never goes quite dark while it calls for help', () => {
    for (let ms = 0; ms < 4000; ms += 10) expect(patternOf('help', false).frameAt(ms).yellow).toBeGreaterThan(0.09)
  })

  it('says by itself whether it moves', () => {
    for (const state of shownStates)
      for (const acknowledged of [true, false]) {
        const { isMoving, frameAt } = patternOf(state, acknowledged)
        const looks = new Set(Array.from({ length: 400 }, (_, at) => JSON.stringify(frameAt(at * 10))))
        expect(looks.size > 1).toBe(isMoving)
      }
  })

  it('keeps every lamp between 0 and 1, and never flashes three times within a second', () => {
    for (const state of shownStates) {
      const frames = Array.from({ length: 10_000 }, (_, ms) => patternOf(state, false).frameAt(ms))
      expect(frames.every((frame) => lamps.every((lamp) => frame[lamp] >= 0 && frame[lamp] <= 1))).toBe(true)
      expect(mostWithinASecond(flashes(frames, 1))).toBeLessThan(3)
    }
  })
})

/** A lamp on a presenter; `frames` holds what it gave, every 10 ms. */
function aLamp() {
  const clock = new MovedClock()
  const frames: Frame[] = []
  let now: Frame | undefined
  let isClosed = false
  const driver: Driver = {
    show: (frame) => (now = frame),
    close: () => (isClosed = true),
  }
  const presenter = presentOn(driver, clock)
  const watch = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 10) {
      if (now) frames.push(now)
      clock.pass(0.01)
    }
  }
  return { clock, frames, presenter, watch, isClosed: () => isClosed, now: () => now }
}

describe('a lamp in the room', () => {
  it('never flashes three times within a second, however fast commands come', () => {
    const change = fc.record({
      state: fc.constantFrom(...shownStates),
      acknowledged: fc.boolean(),
      ms: fc.integer({ min: 0, max: 700 }),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const { presenter, watch, frames } = aLamp()
        for (const { state, acknowledged, ms } of changes) {
          presenter.present(aShown(state, acknowledged))
          watch(ms)
        }
        expect(mostWithinASecond(flashes(frames, 10))).toBeLessThan(3)
      }),
      { numRuns: 200 },
    )
  })

  it('shows within a second what it held back', () => {
    const { presenter, watch, now } = aLamp()
    for (const state of ['calm', 'approval', 'working'] as const) presenter.present(aShown(state))
    expect(lit(now()!)).toBe('-')
    watch(1050)
    expect(lit(now()!)).toBe('yellow')
  })

  it('changes at once, and goes on in its rhythm when only the words change', () => {
    const { presenter, watch, now } = aLamp()
    presenter.present(aShown('stop'))
    expect(lit(now()!)).toBe('red')
    watch(400)
    expect(lit(now()!)).toBe('-')
    presenter.present({ state: 'stop', acknowledged: false, line: 'checkout', reasons: ['another'] })
    expect(lit(now()!)).toBe('-')
    watch(300)
    expect(lit(now()!)).toBe('red')
  })

  it('lets the processor sleep while it burns steadily, and stops when closed', () => {
    const { presenter, watch, now, isClosed } = aLamp()
    presenter.present(aShown('calm'))
    const calm = now()
    watch(5000)
    expect(now()).toBe(calm)

    presenter.present(aShown('stop'))
    presenter.close()
    const last = now()
    watch(5000)
    expect(now()).toBe(last)
    expect(isClosed()).toBe(true)
  })
})
