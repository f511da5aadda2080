import type { ShownState } from '../../contract/light-state.ts'

/** A stack light's lamps, from top to bottom. */
export const lamps = ['red', 'yellow', 'green', 'blue', 'white'] as const
export type LampColour = (typeof lamps)[number]

/** How bright each lamp burns, 0 to 1, and whether the buzzer sounds. A driver that can only switch takes a half and more for on. */
export type Frame = Readonly<Record<LampColour, number>> & { readonly buzzer: boolean }

export const dark: Frame = { red: 0, yellow: 0, green: 0, blue: 0, white: 0, buzzer: false }

/** What a light does over time. `ms` counts from when it began, in milliseconds. */
export interface Pattern {
  readonly frameAt: (ms: number) => Frame
  /** How long the frame stays as it is at `ms`, in milliseconds; Infinity when for ever. */
  readonly lastsAt: (ms: number) => number
}

/** 1.5 Hz, in milliseconds. */
const stopPeriod = 1000 / 1.5
const sweepStep = 600
/** Milliseconds between two frames of a light that swells and fades. */
const frameTime = 50
/** A muted lamp that burns steadily goes dark for so long, so often. Milliseconds. */
const wink = { every: 5000, lasts: 150 }

// Colours after IEC 60073. No pattern lights up more than twice within any second: WCAG 2.3.1 allows three flashes.
// Where one is dark, no more than one rise lies within the last second, so that a press can light it up at once.
const patterns: Record<ShownState, Pattern> = {
  calm: steady('green'),
  working: steady('yellow'),
  help: pulsing('yellow', { period: 2000, from: 0.1 }),
  approval: steady('blue'),
  stop: stepping([only('red'), stopPeriod / 2], [dark, stopPeriod / 2]),
  flood: stepping([only('red'), 500], [only('yellow'), 500]),
  test: stepping(...lamps.map((lamp): Step => [only(lamp), sweepStep])),
  unknown: stepping([only('white'), 250], [dark, 500], [only('white'), 250], [dark, 2000]),
}
const acknowledgedPatterns: Partial<Record<ShownState, Pattern>> = {
  stop: steady('red'),
  // A lamp that can only switch burns steadily: it has been seen, and need not call any more.
  help: pulsing('yellow', { period: 4000, from: 0.6 }),
}
const steadyOnes: ReadonlySet<Pattern> = new Set([
  patterns.calm,
  patterns.working,
  patterns.approval,
  ...Object.values(acknowledgedPatterns),
])

/** How a lamp shows a state. What moves shows anyway that the lamp lives; what burns steadily winks while muted. */
export function patternOf(state: ShownState, acknowledged: boolean, isMuted = false): Pattern {
  const pattern = (acknowledged ? acknowledgedPatterns[state] : undefined) ?? patterns[state]
  return isMuted && steadyOnes.has(pattern) ? winking(pattern) : pattern
}

export function only(colour: LampColour, brightness = 1): Frame {
  return { ...dark, [colour]: brightness }
}

function steady(colour: LampColour): Pattern {
  const frame = only(colour)
  return { frameAt: () => frame, lastsAt: () => Infinity }
}

/** A frame, and for how many milliseconds it is shown. */
type Step = readonly [frame: Frame, lasts: number]

/** One step after the other, round and round. */
function stepping(...steps: readonly Step[]): Pattern {
  const period = steps.reduce((sum, [, lasts]) => sum + lasts, 0)
  const at = (ms: number): Step => {
    let left = ms % period
    for (const [frame, lasts] of steps) {
      if (left < lasts) return [frame, lasts - left]
      left -= lasts
    }
    return [dark, 0]
  }
  return { frameAt: (ms) => at(ms)[0], lastsAt: (ms) => at(ms)[1] }
}

/** Swells and fades between full brightness and `from` (0 to 1), and never goes out. @param period milliseconds */
function pulsing(colour: LampColour, { period, from }: { readonly period: number; readonly from: number }): Pattern {
  const [middle, swing] = [(1 + from) / 2, (1 - from) / 2]
  return {
    frameAt: (ms) => only(colour, middle + swing * Math.cos((2 * Math.PI * ms) / period)),
    lastsAt: () => frameTime,
  }
}

function winking({ frameAt, lastsAt }: Pattern): Pattern {
  const litFor = wink.every - wink.lasts
  const isWinking = (ms: number) => ms % wink.every >= litFor
  return {
    frameAt: (ms) => (isWinking(ms) ? dark : frameAt(ms)),
    lastsAt: (ms) => {
      const phase = ms % wink.every
      return isWinking(ms) ? wink.every - phase : Math.min(lastsAt(ms), litFor - phase)
    },
  }
}
