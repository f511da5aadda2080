import type { ShownState } from '../../contract/light-state.ts'

/** A stack light's colours, from top to bottom. */
export const colours = ['red', 'yellow', 'green', 'blue', 'white'] as const
export type Colour = (typeof colours)[number]

/** How bright each colour is, 0 to 1, and whether the buzzer sounds. A driver that can only switch shows a half and more as on. */
export type Frame = Readonly<Record<Colour, number>> & { readonly buzzer: boolean }

export const dark: Frame = { red: 0, yellow: 0, green: 0, blue: 0, white: 0, buzzer: false }

/** What a lamp does over time. `ms` counts from its start, in milliseconds. */
export interface Pattern {
  readonly frameAt: (ms: number) => Frame
  /** How long the frame of `ms` stays the same, in milliseconds; Infinity if it never changes. */
  readonly lastsAt: (ms: number) => number
}

/** 1.5 Hz, in milliseconds. */
const stopPeriod = 1000 / 1.5
const sweepStep = 600
/** Milliseconds between two frames of a lamp that swells and fades. */
const frameTime = 50
/** A steady lamp that is muted goes dark this often, for this long. Milliseconds. */
const wink = { every: 5000, lasts: 150 }

// Colours by IEC 60073. No pattern lights up more than twice within any second: WCAG 2.3.1 allows three flashes. Where a
// pattern is dark, it lit up at most once in the last second, so that a press can light it up at once.
const patterns: Record<ShownState, Pattern> = {
  calm: steady('green'),
  working: steady('yellow'),
  help: pulsing('yellow', { period: 2000, from: 0.1 }),
  approval: steady('blue'),
  stop: stepping([only('red'), stopPeriod / 2], [dark, stopPeriod / 2]),
  flood: stepping([only('red'), 500], [only('yellow'), 500]),
  test: stepping(...colours.map((lamp): Step => [only(lamp), sweepStep])),
  unknown: stepping([only('white'), 250], [dark, 500], [only('white'), 250], [dark, 2000]),
}
const answeredPatterns: Partial<Record<ShownState, Pattern>> = {
  stop: steady('red'),
  // Never below a half: a lamp that can only switch is steady, because nobody needs to be called any more.
  help: pulsing('yellow', { period: 4000, from: 0.6 }),
}
const steadyOnes: ReadonlySet<Pattern> = new Set([
  patterns.calm,
  patterns.working,
  patterns.approval,
  ...Object.values(answeredPatterns),
])

/** How a lamp shows a state. While it is muted, a steady pattern winks. */
export function patternOf(state: ShownState, isAnswered: boolean, isMuted = false): Pattern {
  const pattern = (isAnswered ? answeredPatterns[state] : undefined) ?? patterns[state]
  return isMuted && steadyOnes.has(pattern) ? winking(pattern) : pattern
}

export function only(colour: Colour, brightness = 1): Frame {
  return { ...dark, [colour]: brightness }
}

function steady(colour: Colour): Pattern {
  const frame = only(colour)
  return { frameAt: () => frame, lastsAt: () => Infinity }
}

/** A frame, and how long it lasts in milliseconds. */
type Step = readonly [frame: Frame, lasts: number]

/** One step after the other, again and again. */
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
function pulsing(colour: Colour, { period, from }: { readonly period: number; readonly from: number }): Pattern {
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
