import type { ShownState } from '../contract/light-state.ts'

/** A stack light's lamps, from top to bottom. */
export const lamps = ['red', 'yellow', 'green', 'blue', 'white'] as const
export type LampColour = (typeof lamps)[number]

/** How bright each lamp burns, 0 to 1, and whether the buzzer sounds. A driver that can only switch takes a half and more for on. */
export type Frame = Readonly<Record<LampColour, number>> & { readonly buzzer: boolean }

export const dark: Frame = { red: 0, yellow: 0, green: 0, blue: 0, white: 0, buzzer: false }

interface Pattern {
  readonly isMoving: boolean
  /** The light, so many milliseconds after the pattern began. */
  readonly frameAt: (ms: number) => Frame
}

/** 1.5 Hz, in milliseconds. */
const stopPeriod = 1000 / 1.5
const sweepStep = 600

// Colours after IEC 60073. No pattern lights up more than twice within any second: WCAG 2.3.1 allows three flashes.
const patterns: Record<ShownState, Pattern> = {
  calm: steady('green'),
  working: steady('yellow'),
  help: pulsing('yellow', 2000),
  approval: steady('blue'),
  stop: moving((ms) => (ms % stopPeriod < stopPeriod / 2 ? only('red') : dark)),
  flood: moving((ms) => only(ms % 1000 < 500 ? 'red' : 'yellow')),
  test: moving((ms) => only(lamps[Math.floor(ms / sweepStep) % lamps.length] ?? 'white')),
  unknown: moving((ms) => (isInDoubleBlink(ms % 2000) ? only('white') : dark)),
}
const stopAcknowledged = steady('red')

/** How a lamp shows a state. An acknowledged stop no longer flashes. */
export function patternOf(state: ShownState, acknowledged: boolean): Pattern {
  return state === 'stop' && acknowledged ? stopAcknowledged : patterns[state]
}

function only(colour: LampColour, brightness = 1): Frame {
  return { ...dark, [colour]: brightness }
}

function steady(colour: LampColour): Pattern {
  const frame = only(colour)
  return { isMoving: false, frameAt: () => frame }
}

function moving(frameAt: Pattern['frameAt']): Pattern {
  return { isMoving: true, frameAt }
}

/** Swells and fades without ever going out. @param period milliseconds */
function pulsing(colour: LampColour, period: number): Pattern {
  return moving((ms) => only(colour, 0.55 + 0.45 * Math.cos((2 * Math.PI * ms) / period)))
}

function isInDoubleBlink(ms: number): boolean {
  return ms < 200 || (ms >= 400 && ms < 600)
}
