import fc from 'fast-check'
import { wiredFrame } from '../../../iot/agent/drivers/wired.ts'
import { type Colour, colours } from '../../../iot/agent/show/pattern.ts'
import { type ShownState, shownStates } from '../../../iot/contract/light-state.ts'
import { anAnimatedLamp, aShown, seenOf } from './an-animated-lamp.ts'
import { mostFlashesInASecond } from './flashes.ts'

const someState = fc.constantFrom(...shownStates)
const happening = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('told' as const), state: someState, acknowledged: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'pressed' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'muted' as const }) },
)
const told = (state: ShownState) => ({ kind: 'told' as const, state, acknowledged: false })
/** What happened, and how many milliseconds passed after it. */
const story = fc.array(fc.tuple(happening, fc.integer({ min: 0, max: 900 })), { maxLength: 40 })

function live(happenings: typeof story extends fc.Arbitrary<infer T> ? T : never) {
  const lamp = anAnimatedLamp({ quiet: [], muteHours: 8 })
  for (const [happened, ms] of happenings) {
    if (happened.kind === 'told') lamp.animation.show(aShown(happened.state, happened.acknowledged))
    else if (happened.kind === 'pressed') lamp.animation.blink()
    else lamp.animation.toggleMute()
    lamp.pass(ms)
  }
  return lamp
}

describe('a lamp in the room', () => {
  it('never flashes three times within a second, whatever is commanded and pressed, on whatever tower', () => {
    const wired = fc.constantFrom<Colour[]>(
      ['red', 'yellow', 'green', 'blue', 'white'],
      ['red', 'yellow', 'green', 'blue'],
      ['red', 'yellow', 'green', 'white'],
      ['red', 'yellow', 'green'],
    )
    fc.assert(
      fc.property(story, wired, (happenings, has) => {
        const film = live(happenings).film.map(({ at, frame }) => ({ at, frame: wiredFrame(frame, has) }))
        expect(mostFlashesInASecond(film)).toBeLessThan(3)
      }),
      {
        numRuns: 1500,
        // A swell that was held back until it was half as bright: one flash to the eye, another to a relay.
        examples: [
          [
            [
              [told('calm'), 465],
              [told('help'), 187],
              [{ kind: 'pressed' }, 398],
              [told('working'), 0],
            ],
            ['red', 'yellow', 'green', 'blue', 'white'],
          ],
        ],
      },
    )
  })

  it('has come to what it was told within a second and a half', () => {
    const steady = fc.constantFrom('calm green', 'working yellow', 'approval blue')
    fc.assert(
      fc.property(story, steady, (happenings, last) => {
        const { animation, pass, watch } = live(happenings)
        const [state, colour] = last.split(' ') as ['calm', string]
        animation.show(aShown(state))
        pass(1500)
        expect(watch(200).join(', ')).toContain(colour)
      }),
    )
  })

  it('shows within a second what it held back', () => {
    const { animation, watch } = anAnimatedLamp()
    for (const state of ['calm', 'approval', 'working'] as const) animation.show(aShown(state))
    expect(watch(1100)).toEqual(['- 1000', 'yellow 100'])
  })

  it('changes at once, and goes on in its rhythm when only the words change', () => {
    const { animation, pass, now, watch } = anAnimatedLamp()
    animation.show(aShown('stop'))
    expect(now()).toBe('red')
    pass(400)
    expect(now()).toBe('-')
    animation.show({ state: 'stop', acknowledged: false, line: 'checkout', reasons: ['another'] })
    expect(watch(300)).toEqual(['- 267', 'red 33'])
  })

  it('troubles the driver only when something changes, and looks at the lamp every second all the same', () => {
    const { animation, pass, film, clock } = anAnimatedLamp()
    animation.show(aShown('calm'))
    pass(60_000)
    animation.show(aShown('calm'))

    expect(film).toHaveLength(1)
    expect(clock.moment().monotonic - animation.lastStepAt()).toBeLessThanOrEqual(1000)

    animation.show(aShown('stop'))
    pass(1900)
    expect(film.slice(1).map(({ frame }) => seenOf(frame))).toEqual(['red', '-', 'red', '-', 'red', '-'])
  })

  it('stops when it is closed', () => {
    const { animation, pass, film, isClosed } = anAnimatedLamp()
    animation.show(aShown('stop'))
    animation.close()
    animation.show(aShown('calm'))
    animation.blink()
    pass(5000)

    expect(film).toHaveLength(1)
    expect(isClosed()).toBe(true)
  })
})

describe('a press', () => {
  it('is answered at once where the lamp burns: it goes dark for a moment', () => {
    const { animation, pass, watch } = anAnimatedLamp()
    animation.show(aShown('calm'))
    pass(3000)
    animation.blink()
    expect(watch(1000)).toEqual(['- 200', 'green 800'])
  })

  it('is answered at once where the lamp is dark: it lights up for a moment', () => {
    const { animation, pass, watch } = anAnimatedLamp()
    animation.show(aShown('unknown'))
    pass(7500)
    animation.blink()
    expect(watch(1000)).toEqual(['white 200', '- 800'])
  })

  it('does not hide for long what comes meanwhile', () => {
    const { animation, pass, watch } = anAnimatedLamp()
    animation.show(aShown('calm'))
    pass(3000)
    animation.blink()
    pass(50)
    animation.show(aShown('help'))
    expect(watch(500)).toEqual(['- 150', 'yellow 350'])
  })

  it('is seen within 100 ms in any state at any time, on a lamp that dims and on one that can only switch', () => {
    const running = fc.integer({ min: 1000, max: 20_000 })
    // The machine is busy now and then, and draws late.
    const late = fc.integer({ min: 0, max: 40 })
    fc.assert(
      fc.property(someState, fc.boolean(), fc.boolean(), running, late, (state, acknowledged, isMuted, ms, lag) => {
        const { animation, pass, film, now, clock } = anAnimatedLamp(
          isMuted ? { quiet: [], muteHours: 8 } : undefined,
          lag,
        )
        if (isMuted) animation.toggleMute()
        pass(2000)
        animation.show(aShown(state, acknowledged))
        pass(ms)
        const before = film.at(-1)!.frame
        const opposite = now() === '-' ? 'white' : '-'

        const pressedAt = clock.moment().monotonic
        animation.blink()
        pass(100)
        const answer = film.find(({ at, frame }) => at >= pressedAt && seenOf(frame) === opposite)

        expect(answer).toBeDefined()
        expect(Math.max(...colours.map((lamp) => Math.abs(answer!.frame[lamp] - before[lamp])))).toBeGreaterThanOrEqual(
          0.5,
        )
      }),
      { numRuns: 1500 },
    )
  })
})
