import { dark, type Frame, colours, patternOf } from '../../../iot/agent/show/pattern.ts'
import { type ShownState, shownStates } from '../../../iot/contract/light-state.ts'
import { seenOf } from './an-animated-lamp.ts'
import { mostFlashesInASecond } from './flashes.ts'

/** Which lamps burn, looked at every 10 ms, runs of the same written once: `red 300` is 300 ms of red. */
function seen(ms: number, state: ShownState, acknowledged = false, isMuted = false): string[] {
  const runs: { seen: string; ms: number }[] = []
  for (let time = 0; time < ms; time += 10) {
    const now = seenOf(patternOf(state, acknowledged, isMuted).frameAt(time))
    const run = runs.at(-1)
    if (run?.seen === now) run.ms += 10
    else runs.push({ seen: now, ms: 10 })
  }
  return runs.map((run) => `${run.seen} ${run.ms}`)
}
const allLooks = shownStates.flatMap((state) =>
  [false, true].flatMap((acknowledged) => [false, true].map((isMuted) => ({ state, acknowledged, isMuted }))),
)
const framesOf = (state: ShownState, acknowledged: boolean, ms: number, isMuted = false): Frame[] =>
  Array.from({ length: ms }, (_, at) => patternOf(state, acknowledged, isMuted).frameAt(at))
const brightness = (frames: readonly Frame[], colour: 'yellow') => frames.map((frame) => frame[colour])

describe('what a lamp does', () => {
  it.each<[ShownState, string[]]>([
    ['calm', ['green 3000']],
    ['working', ['yellow 3000']],
    ['approval', ['blue 3000']],
    ['stop', ['red 340', '- 330', 'red 330', '- 340', 'red 330', '- 330', 'red 340', '- 330', 'red 330']],
    ['help', ['yellow 540', '- 930', 'yellow 1070', '- 460']],
    ['flood', ['red 500', 'yellow 500', 'red 500', 'yellow 500', 'red 500', 'yellow 500']],
    ['test', ['red 600', 'yellow 600', 'green 600', 'blue 600', 'white 600']],
    ['unknown', ['white 250', '- 500', 'white 250', '- 2000']],
  ])('%s', (state, expected) => expect(seen(3000, state)).toEqual(expected))

  it('burns steady red once a stop is answered', () => expect(seen(3000, 'stop', true)).toEqual(['red 3000']))

  it('calls less urgently once a call for help is acknowledged: steady where it can only switch', () => {
    expect(seen(8000, 'help', true)).toEqual(['yellow 8000'])
    const once = brightness(framesOf('help', true, 4000), 'yellow')
    expect([Math.min(...once), Math.max(...once)]).toEqual([expect.closeTo(0.6), 1])
    expect(brightness(framesOf('help', true, 8000), 'yellow').slice(4000)).toEqual(once.map((at) => expect.closeTo(at)))
  })

  it('never goes quite dark while it calls for help', () => {
    const pulse = brightness(framesOf('help', false, 4000), 'yellow')
    expect([Math.min(...pulse), Math.max(...pulse)]).toEqual([expect.closeTo(0.1), 1])
  })

  it.each<[ShownState, boolean, string[]]>([
    ['calm', false, ['green 4850', '- 150', 'green 1000']],
    ['working', false, ['yellow 4850', '- 150', 'yellow 1000']],
    ['approval', false, ['blue 4850', '- 150', 'blue 1000']],
    ['stop', true, ['red 4850', '- 150', 'red 1000']],
    ['help', true, ['yellow 4850', '- 150', 'yellow 1000']],
  ])('winks while it is muted, where it burns steadily: %s', (state, acknowledged, expected) =>
    expect(seen(6000, state, acknowledged, true)).toEqual(expected),
  )

  it.each(['stop', 'flood', 'help', 'test', 'unknown'] as const)('does not wink where it moves: %s', (state) =>
    expect(framesOf(state, false, 6000, true)).toEqual(framesOf(state, false, 6000)),
  )

  it.each(allLooks)('tells how long it stays as it is: %j', ({ state, acknowledged, isMuted }) => {
    const { frameAt, lastsAt } = patternOf(state, acknowledged, isMuted)
    for (let ms = 0; ms < 6000; ms += 7) {
      const lasts = lastsAt(ms)
      expect(lasts).toBeGreaterThan(0)
      // What swells and fades moves all the time; its frames are so far apart that nobody sees them.
      if (lasts > 50) expect(frameAt(ms + Math.min(lasts, 6000) - 0.001)).toEqual(frameAt(ms))
    }
  })

  it.each(allLooks)(
    'keeps within brightness and flashes, one lamp at a time: %j',
    ({ state, acknowledged, isMuted }) => {
      const frames = framesOf(state, acknowledged, 11_000, isMuted)
      expect(frames.every((frame) => colours.every((lamp) => frame[lamp] >= 0 && frame[lamp] <= 1))).toBe(true)
      expect(frames.every((frame) => colours.filter((lamp) => frame[lamp] > 0).length <= 1)).toBe(true)
      const film = frames.map((frame, at) => ({ at, frame }))
      expect(mostFlashesInASecond([{ at: -1, frame: dark }, ...film])).toBeLessThan(3)
    },
  )
})
