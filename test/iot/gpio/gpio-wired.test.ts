import fc from 'fast-check'
import { isOn, wiredFrame } from '../../../iot/agent/drivers/wired.ts'
import { type Frame, type Colour, colours, patternOf } from '../../../iot/agent/show/pattern.ts'
import { shownStates } from '../../../iot/contract/light-state.ts'

const towers: Colour[][] = [
  ['red', 'yellow', 'green', 'blue', 'white'],
  ['red', 'yellow', 'green', 'white'],
  ['red', 'yellow', 'green', 'blue'],
  ['red', 'yellow', 'green'],
]
const looks = shownStates.flatMap((state) =>
  [false, true]
    .filter((acknowledged) => !acknowledged || state === 'stop')
    .map((acknowledged) => ({ state, acknowledged })),
)
const on = (frame: Frame, tower: Colour[]) =>
  colours.filter((lamp) => isOn(wiredFrame(frame, tower)[lamp])).join('+') || '-'

const burning = fc.constantFrom(0, 0.3, 0.5, 1)
const frames = fc.record({
  red: burning,
  yellow: burning,
  green: burning,
  blue: burning,
  white: burning,
  buzzer: fc.boolean(),
})

describe.each(towers.map((tower) => [tower.join(' '), tower] as const))('a tower of %s', (_name, tower) => {
  /** What burns, every 20 ms for 12 seconds: all patterns repeat within that. */
  const seen = (look: (typeof looks)[number]) =>
    Array.from({ length: 600 }, (_, at) => on(patternOf(look.state, look.acknowledged).frameAt(at * 20), tower))

  it('never looks the same for two states', () => {
    const all = looks.map((look) => seen(look).join(' '))
    expect(new Set(all).size).toBe(looks.length)
  })

  it('lets every state be seen, on lamps that it has', () => {
    for (const look of looks) {
      const burnt = new Set(seen(look).flatMap((lit) => lit.split('+')))
      expect([...burnt].filter((lamp) => lamp !== '-' && !tower.some((wired) => wired === lamp))).toEqual([])
      expect(burnt).not.toEqual(new Set(['-']))
    }
  })

  it('burns green for calm, in a lamp test, and for nothing else', () => {
    for (const look of looks) {
      const hasGreen = seen(look).some((lit) => lit.includes('green'))
      expect([look.state, hasGreen]).toEqual([look.state, look.state === 'calm' || look.state === 'test'])
    }
  })

  it('lights up only when the frame does, so that it keeps the flash limit', () => {
    fc.assert(
      fc.property(frames, frames, (before, after) => {
        const rises = (a: Frame, b: Frame) => colours.some((lamp) => isOn(b[lamp]) && !isOn(a[lamp]))
        if (rises(wiredFrame(before, tower), wiredFrame(after, tower))) expect(rises(before, after)).toBe(true)
      }),
    )
  })

  it('sounds as told', () => {
    fc.assert(fc.property(frames, (frame) => expect(wiredFrame(frame, tower).buzzer).toBe(frame.buzzer)))
  })
})

it('shows approval and unknown on what there is', () => {
  const approval = patternOf('approval', false).frameAt(0)
  const unknown = patternOf('unknown', false).frameAt(0)
  expect(towers.map((tower) => [on(approval, tower), on(unknown, tower)])).toEqual([
    ['blue', 'white'],
    ['white', 'white'],
    ['blue', 'blue'],
    ['red+yellow', 'yellow'],
  ])
})
