import { soundOf } from './buzzer.ts'
import { type Frame, patternOf } from './pattern.ts'
import { isAcknowledged, looksLike, type Shown } from '../lamp/shown.ts'

/** What is shown, and since when. Monotonic milliseconds. */
export interface Scene {
  readonly shown: Shown
  /** Since when it looks so. */
  readonly since: number
  /** The last that was no `unknown`, and since when: what was heard before a gap is not new after it. */
  readonly told: { readonly shown: Shown; readonly since: number } | undefined
}

export const firstScene = (now: number): Scene => ({
  shown: { state: 'unknown', because: 'no-contact' },
  since: now,
  told: undefined,
})

/** The same look goes on in its rhythm, only the words change. */
export function nextScene({ shown: before, since, told }: Scene, shown: Shown, now: number): Scene {
  const isNews = shown.state !== 'unknown' && !(told !== undefined && looksLike(told.shown, shown))
  return {
    shown,
    since: looksLike(before, shown) ? since : now,
    told: isNews ? { shown, since: now } : told,
  }
}

/** What is to be seen and heard at `now`, were there no limit and no mute. */
export interface Played {
  readonly frame: Frame
  /** How long it stays so. Monotonic milliseconds. */
  readonly until: number
}

export function played({ shown, since, told }: Scene, now: number, isMuted: boolean): Played {
  const isSeen = isAcknowledged(shown)
  const pattern = patternOf(shown.state, isSeen, isMuted)
  const sound = soundOf(shown.state, isSeen, now - (told?.since ?? since))
  return {
    frame: { ...pattern.frameAt(now - since), buzzer: sound.isOn },
    until: now + Math.min(pattern.lastsAt(now - since), sound.lasts),
  }
}
