import { isAnswered, looksLike, type Shown } from '../lamp/shown.ts'
import { soundOf } from './buzzer.ts'
import { type Frame, patternOf } from './pattern.ts'

/** What a lamp shows, and since when. Monotonic milliseconds. */
export interface ShownSince {
  readonly shown: Shown
  /** Since when it looks so. */
  readonly since: number
  /** The last state that was not `unknown`, and since when: after a gap the same state does not sound again. */
  readonly lastKnown: { readonly shown: Shown; readonly since: number } | undefined
}

export const unknownSince = (now: number): ShownSince => ({
  shown: { state: 'unknown', because: 'not-connected' },
  since: now,
  lastKnown: undefined,
})

/** If both look the same, the rhythm goes on and only the words change. */
export function changeTo({ shown: before, since, lastKnown }: ShownSince, shown: Shown, now: number): ShownSince {
  const isNews = shown.state !== 'unknown' && !(lastKnown !== undefined && looksLike(lastKnown.shown, shown))
  return {
    shown,
    since: looksLike(before, shown) ? since : now,
    lastKnown: isNews ? { shown, since: now } : lastKnown,
  }
}

/** What to see and hear at one moment, before the flash limit and quiet hours. */
export interface TimedFrame {
  readonly frame: Frame
  /** Until when it stays the same. Monotonic milliseconds. */
  readonly until: number
}

export function frameAt({ shown, since, lastKnown }: ShownSince, now: number, isMuted: boolean): TimedFrame {
  const hasAnswer = isAnswered(shown)
  const pattern = patternOf(shown.state, hasAnswer, isMuted)
  const sound = soundOf(shown.state, hasAnswer, now - (lastKnown?.since ?? since))
  return {
    frame: { ...pattern.frameAt(now - since), buzzer: sound.isOn },
    until: now + Math.min(pattern.lastsAt(now - since), sound.lasts),
  }
}
