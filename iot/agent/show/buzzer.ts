import type { ShownState } from '../../contract/light-state.ts'
import type { Moment } from '../clock/clock.ts'
import { isQuiet, type QuietHours } from './quiet-hours.ts'

export interface BuzzerOptions {
  readonly quiet: readonly QuietHours[]
  /** A mute ends by itself after this many hours. */
  readonly muteHours: number
}

/** Keeps a lamp silent in quiet hours, and while somebody has muted it. */
export interface Buzzer {
  isSilent(moment: Moment): boolean
  isMuted(moment: Moment): boolean
  /** Mutes it, or ends the mute. */
  toggleMute(moment: Moment): void
}

export function keepBuzzer({ quiet, muteHours }: BuzzerOptions): Buzzer {
  // By the monotonic clock: a change of the time of day must not end a mute.
  let mutedUntil = -Infinity
  const isMuted = ({ monotonic }: Moment) => monotonic < mutedUntil

  return {
    isMuted,
    isSilent: (moment) => isMuted(moment) || isQuiet(quiet, moment),
    toggleMute(moment) {
      mutedUntil = isMuted(moment) ? -Infinity : moment.monotonic + muteHours * 3_600_000
    },
  }
}

/** Milliseconds. */
const beep = { every: 2000, lasts: 200 }
const chirp = 150

/** Whether the buzzer is on, and for how long. */
export interface Sound {
  readonly isOn: boolean
  /** Milliseconds; Infinity if it never changes. */
  readonly lasts: number
}
const silence: Sound = { isOn: false, lasts: Infinity }

/**
 * A stop beeps until somebody answers. `help` and `approval` chirp once.
 * @param ms since the state came, in milliseconds
 */
export function soundOf(state: ShownState, isAnswered: boolean, ms: number): Sound {
  if (isAnswered) return silence
  switch (state) {
    case 'stop': {
      const phase = ms % beep.every
      return phase < beep.lasts ? { isOn: true, lasts: beep.lasts - phase } : { isOn: false, lasts: beep.every - phase }
    }
    case 'help':
    case 'approval':
      return ms < chirp ? { isOn: true, lasts: chirp - ms } : silence
    case 'calm':
    case 'working':
    case 'flood':
    case 'test':
    case 'unknown':
      return silence
  }
}
