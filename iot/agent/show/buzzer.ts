import type { ShownState } from '../../contract/light-state.ts'
import type { Moment } from '../clock/clock.ts'
import { isQuiet, type QuietHours } from './quiet-hours.ts'

export interface BuzzerOptions {
  readonly quiet: readonly QuietHours[]
  /** After so many hours a mute ends by itself. */
  readonly muteHours: number
}

/** Whether a light may be heard: at quiet hours, and while somebody has muted it, it may not. */
export interface Buzzer {
  isSilent(moment: Moment): boolean
  isMuted(moment: Moment): boolean
  /** Mutes it, or ends the mute. */
  toggleMute(moment: Moment): void
}

export function keepBuzzer({ quiet, muteHours }: BuzzerOptions): Buzzer {
  // By the monotonic clock: nobody's setting the time of day is to wake the office.
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

/** What a state sounds like, so many milliseconds after it came, and for how long it stays so. */
export interface Sound {
  readonly isOn: boolean
  /** Milliseconds; Infinity when for ever. */
  readonly lasts: number
}
const silence: Sound = { isOn: false, lasts: Infinity }

/** A stop beeps until somebody has acknowledged it; who is called, or asked to decide, hears it once. */
export function soundOf(state: ShownState, acknowledged: boolean, ms: number): Sound {
  if (acknowledged) return silence
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
