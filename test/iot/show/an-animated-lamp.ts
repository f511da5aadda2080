import { type BuzzerOptions, keepBuzzer } from '../../../iot/agent/show/buzzer.ts'
import type { AgentClock } from '../../../iot/agent/clock/clock.ts'
import type { Driver } from '../../../iot/agent/drivers/driver.ts'
import { type Frame, colours } from '../../../iot/agent/show/pattern.ts'
import { animate } from '../../../iot/agent/show/animation.ts'
import type { Shown } from '../../../iot/agent/lamp/shown.ts'
import type { ShownState } from '../../../iot/contract/light-state.ts'
import { MovedClock } from '../clock/moved-clock.ts'

export const aShown = (state: ShownState, acknowledged = false): Shown =>
  state === 'unknown' ? { state, because: 'not-fresh' } : { state, acknowledged, line: 'checkout', reasons: [] }

/** What a lamp that can only switch does, e.g. `red`, `white+buzzer` or `-`. */
export const seenOf = (frame: Frame) =>
  [...colours.filter((lamp) => frame[lamp] >= 0.5), ...(frame.buzzer ? ['buzzer'] : [])].join('+') || '-'

/** A lamp on a animation, under a clock that is moved. `film` holds each frame that it was given, and when. */
/** @param lag milliseconds by which every timer is late, as on a busy machine */
export function anAnimatedLamp(buzzing?: BuzzerOptions, lag = 0) {
  const clock = new MovedClock()
  const late: AgentClock = { boot: clock.boot, moment: clock.moment, after: (ms, wake) => clock.after(ms + lag, wake) }
  const film: { at: number; frame: Frame; shown: Shown }[] = []
  const muted: boolean[] = []
  let isClosed = false
  const driver: Driver = {
    show: (frame, shown) => film.push({ at: clock.moment().monotonic, frame, shown }),
    close: () => (isClosed = true),
  }
  const buzzer = buzzing && keepBuzzer(buzzing)
  const animation = animate({ driver, clock: late, buzzer, onMuted: (isMuted) => muted.push(isMuted) })
  return {
    clock,
    film,
    muted,
    animation,
    isClosed: () => isClosed,
    pass: (ms: number) => clock.pass(ms / 1000),
    now: () => seenOf(film.at(-1)!.frame),
    /** All that was seen from here on, and for how many milliseconds: `red 333` each. */
    watch: (ms: number): string[] => {
      const from = clock.moment().monotonic
      const before = film.at(-1)!
      clock.pass(ms / 1000)
      const scenes = [{ ...before, at: from }, ...film.filter(({ at }) => at > from)]
      const runs: { seen: string; at: number }[] = []
      for (const { at, frame } of scenes)
        if (runs.at(-1)?.seen !== seenOf(frame)) runs.push({ seen: seenOf(frame), at })
      return runs.map(({ seen, at }, nth) => `${seen} ${Math.round((runs[nth + 1]?.at ?? from + ms) - at)}`)
    },
  }
}
