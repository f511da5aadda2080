import type { Frame } from '../../iot/agent/show/pattern.ts'
import type { Edge } from '../../iot/agent/cord/press.ts'
import type { Shown } from '../../iot/agent/lamp/shown.ts'
import { shownStates } from '../../iot/contract/light-state.ts'
import { demo, type DemoOptions } from '../../iot/pi/demo/demo.ts'
import type { Key } from '../../iot/pi/demo/keys.ts'
import { MovedClock } from '../iot/clock/moved-clock.ts'

/** A demo on a lamp, a cord and a keyboard that are played. */
function aDemo(but: Partial<DemoOptions> = {}) {
  const clock = new MovedClock()
  const said: string[] = []
  const shown: Shown[] = []
  const frames: Frame[] = []
  const lamp = { isOpen: true }
  let press = (_key: Key) => {}
  let edge = (_edge: Edge) => {}
  const stop = new AbortController()
  const driver = {
    show(frame: Frame, now: Shown) {
      frames.push(frame)
      shown.push(now)
    },
    close: () => void (lamp.isOpen = false),
  }
  const over = demo({
    lamps: [{ name: 'played', open: async () => driver, hasBuzzer: false }],
    buzzer: { quiet: [], muteHours: 2 },
    cord: async (onEdge) => {
      edge = onEdge
      return { close() {} }
    },
    each: 6000,
    once: false,
    clock,
    say: (line) => void said.push(line),
    listenToKeys(onKey) {
      press = onKey
      return () => void (press = () => {})
    },
    stop: stop.signal,
    ...but,
  })
  return {
    clock,
    said,
    shown,
    frames,
    lamp,
    stop,
    over,
    press: (key: Key) => press(key),
    edge: (pressed: boolean) => edge({ pressed, at: clock.moment().monotonic }),
  }
}
/** Parts are opened in turns of their own. */
const opened = () => new Promise((resolve) => setImmediate(resolve))

describe('the demo', () => {
  it('shows every state that there is, names it, and ends dark', async () => {
    const { clock, said, shown, lamp, over } = aDemo({ once: true })
    await opened()
    clock.pass(10 * 6)
    await over

    expect(new Set(shown.map(({ state }) => state))).toEqual(new Set(shownStates))
    expect(said).toHaveLength(10)
    expect(said).toContain('stop, answered: stopped, and somebody is working on it')
    expect(lamp.isOpen).toBe(false)
  })

  it('starts again until somebody ends it, and shows nothing after that', async () => {
    const { clock, said, frames, lamp, stop, over } = aDemo()
    await opened()
    clock.pass(11 * 6)
    stop.abort()
    await over

    expect(said.filter((line) => line.startsWith('calm'))).toHaveLength(2)
    expect(lamp.isOpen).toBe(false)
    const count = frames.length
    clock.pass(60)
    expect(frames).toHaveLength(count)
  })

  it('goes where the keys say, and stays there for its time', async () => {
    const { clock, said, press, over } = aDemo()
    await opened()
    press('next')
    clock.pass(5)
    press('next')
    clock.pass(5)
    press('previous')
    press('end')
    await over

    expect(said.map((line) => line.split(':', 1)[0])).toEqual(['unknown', 'calm', 'working', 'calm'])
  })

  it('shows what the cord says, and blinks at once', async () => {
    const { clock, said, frames, edge, stop, over } = aDemo()
    await opened()
    clock.pass(7)
    const before = frames.length
    edge(true)
    expect(frames.length).toBe(before + 1)
    clock.pass(0.1)
    edge(false)
    clock.pass(1)
    edge(true)
    clock.pass(2)
    edge(false)
    stop.abort()
    await over

    expect(said.filter((line) => line.startsWith('cord'))).toEqual([
      'cord: SINGLE calls for help',
      'cord: LONG stops the line',
    ])
  })

  it('ends before it began when it is stopped by then', async () => {
    const stop = AbortSignal.abort()
    const { over, lamp } = aDemo({ stop })
    await over
    await opened()
    expect(lamp.isOpen).toBe(false)
  })
})
