import fc from 'fast-check'
import { type ClickEvents, readClicks } from '../../../iot/agent/cord/click-reader.ts'
import { atRest, type Edge, type Press, type PressStep, takeEdge, waitUntil } from '../../../iot/agent/cord/press.ts'
import type { Click } from '../../../iot/contract/cord-pull.ts'
import { MovedClock } from '../clock/moved-clock.ts'

/** One press: so many milliseconds after the end of the one before, and for how long. */
interface Held {
  readonly after: number
  readonly lasts: number
}
const press = (after: number, lasts: number): Held => ({ after, lasts })

/** What a patient watcher with a stopwatch would write down. */
function clicksOf(presses: readonly Held[]): Click[] {
  const clicks: Click[] = []
  let mayBecomeDouble = false
  for (const { after, lasts } of presses) {
    const isSecond: boolean = mayBecomeDouble && after < 400
    if (isSecond) clicks[clicks.length - 1] = 'DOUBLE'
    if (lasts >= 1500) clicks.push('LONG')
    else if (!isSecond) clicks.push('SINGLE')
    mayBecomeDouble = lasts < 1500 && !isSecond
  }
  return clicks
}

function edgesOf(presses: readonly Held[], from = 1000): Edge[] {
  let at = from
  return presses.flatMap(({ after, lasts }) => [
    { pressed: true, at: (at += after) },
    { pressed: false, at: (at += lasts) },
  ])
}

/** Takes the edges, looking at the clock meanwhile as often as `looks` says, and once more long after. */
function takeAll(edges: readonly Edge[], looks: readonly number[] = []): Click[] {
  const clicks: Click[] = []
  let held: Press = atRest
  const take = (step: PressStep) => {
    held = step.press
    clicks.push(...step.clicks)
  }
  let before = 0
  edges.forEach((edge, nth) => {
    const look = looks[nth % looks.length]
    if (look !== undefined) take(waitUntil(held, before + look * (edge.at - before)))
    take(takeEdge(held, edge))
    before = edge.at
  })
  take(waitUntil(held, Infinity))
  return clicks
}

const anyPress = fc.record({
  after: fc.oneof(fc.integer({ min: 20, max: 900 }), fc.constantFrom(399, 400, 401)),
  lasts: fc.oneof(fc.integer({ min: 20, max: 3000 }), fc.constantFrom(1499, 1500, 1501)),
})
const anyPresses = fc.array(anyPress, { maxLength: 12 })

describe('presses', () => {
  it.each<[string, Held[], Click[]]>([
    ['none', [], []],
    ['a short one', [press(0, 100)], ['SINGLE']],
    ['two quick ones', [press(0, 100), press(150, 100)], ['DOUBLE']],
    ['a long one', [press(0, 1500)], ['LONG']],
    ['one that is not quite long', [press(0, 1499)], ['SINGLE']],
    ['held by a jammed button', [press(0, 86_400_000)], ['LONG']],
    ['two slow ones', [press(0, 100), press(400, 100)], ['SINGLE', 'SINGLE']],
    ['three quick ones', [press(0, 100), press(150, 100), press(150, 100)], ['DOUBLE', 'SINGLE']],
    ['four quick ones', Array(4).fill(press(150, 100)), ['DOUBLE', 'DOUBLE']],
    ['a quick one after a long one', [press(0, 1600), press(100, 100)], ['LONG', 'SINGLE']],
    ['a long one soon after a short one', [press(0, 100), press(150, 1600)], ['DOUBLE', 'LONG']],
  ])('%s', (_what, presses, clicks) => {
    expect(takeAll(edgesOf(presses))).toEqual(clicks)
    expect(clicksOf(presses)).toEqual(clicks)
  })

  it('make exactly the clicks that a watcher would write down, whenever the clock is looked at', () => {
    const looks = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 })
    fc.assert(
      fc.property(anyPresses, looks, (presses, when) =>
        expect(takeAll(edgesOf(presses), when)).toEqual(clicksOf(presses)),
      ),
      { numRuns: 2000 },
    )
  })

  it('make no more clicks for contacts that say the same twice', () => {
    const echoes = fc.array(fc.boolean(), { minLength: 1, maxLength: 24 })
    fc.assert(
      fc.property(anyPresses, echoes, (presses, echoed) => {
        const edges = edgesOf(presses).flatMap((edge, nth) =>
          echoed[nth % echoed.length] ? [edge, { ...edge, at: edge.at + 5 }] : [edge],
        )
        expect(takeAll(edges)).toEqual(clicksOf(presses))
      }),
    )
  })

  it('do not begin with a contact that opens', () => {
    expect(takeAll([{ pressed: false, at: 5 }])).toEqual([])
    expect(takeAll([{ pressed: false, at: 5 }, ...edgesOf([press(0, 100)])])).toEqual(['SINGLE'])
  })
})

/** A cord on a line whose edges are measured on a clock of their own. */
function aCord() {
  const clock = new MovedClock()
  const told: string[] = []
  const events: ClickEvents = { onPress: () => told.push('press'), onClick: (click) => told.push(click) }
  const cord = readClicks(clock, events)
  const edge = (pressed: boolean, ago = 0) => cord.take({ pressed, at: clock.moment().monotonic + 1_000_000 - ago })
  return { clock, cord, told, edge, pass: (ms: number) => clock.pass(ms / 1000) }
}

describe('clicks', () => {
  it('tell of a press at once, and which click it was once that is certain', () => {
    const { edge, pass, told } = aCord()
    edge(true)
    expect(told).toEqual(['press'])
    pass(100)
    edge(false)
    pass(390)
    expect(told).toEqual(['press'])
    pass(40)
    expect(told).toEqual(['press', 'SINGLE'])
  })

  it('tell LONG while it is still held, once', () => {
    const { edge, pass, told } = aCord()
    edge(true)
    pass(1490)
    expect(told).toEqual(['press'])
    pass(40)
    expect(told).toEqual(['press', 'LONG'])
    pass(3_600_000)
    edge(false)
    pass(1000)
    expect(told).toEqual(['press', 'LONG'])
  })

  it('tell DOUBLE as the second press begins', () => {
    const { edge, pass, told } = aCord()
    edge(true)
    pass(100)
    edge(false)
    pass(300)
    edge(true)
    expect(told).toEqual(['press', 'press', 'DOUBLE'])
    edge(false)
    pass(1000)
    expect(told).toEqual(['press', 'press', 'DOUBLE'])
  })

  it('go by the time of the release, not by when a busy process reads it', () => {
    const { edge, pass, told } = aCord()
    edge(true)
    pass(1510)
    edge(false, 1210)
    pass(1000)
    expect(told).toEqual(['press', 'SINGLE'])
  })

  it('tell exactly what was pressed, however late edges and timers are', () => {
    const late = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 24 })
    fc.assert(
      fc.property(anyPresses, late, (presses, lateness) => {
        const { clock, cord, told, pass } = aCord()
        edgesOf(presses, 0).forEach((edge, nth) => {
          const arrives = 5000 + edge.at + lateness[nth % lateness.length]!
          pass(Math.max(0, arrives - clock.moment().monotonic))
          cord.take({ ...edge, at: edge.at + 77_000 })
        })
        pass(5000)
        expect(told.filter((what) => what !== 'press')).toEqual(clicksOf(presses))
        expect(told.filter((what) => what === 'press')).toHaveLength(presses.length)
      }),
      { numRuns: 500 },
    )
  })

  it('lose no press when the contact is lost under somebody’s hand, and make no stop of it', () => {
    const { edge, pass, told, cord } = aCord()
    edge(true)
    pass(200)
    cord.lost()
    pass(10_000)
    expect(told).toEqual(['press', 'SINGLE'])
    cord.lost()
    pass(10_000)
    expect(told).toHaveLength(2)
  })

  it.each([
    ['held', ['press', 'SINGLE'], false],
    ['just released', ['press', 'SINGLE'], true],
  ])('lose no press when the reader is closed meanwhile: %s', (_what, expected, letGo) => {
    const { edge, pass, told, cord } = aCord()
    edge(true)
    pass(200)
    if (letGo) edge(false)
    cord.close()
    expect(told).toEqual(expected)
    pass(10_000)
    cord.close()
    expect(told).toEqual(expected)
  })
})
