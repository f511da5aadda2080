import { type Frame, type LampColour, lamps } from '../show/pattern.ts'

/** A strip of APA102 (or SK9822) LEDs, worn as a stack light. */
export interface Strip {
  readonly leds: number
  /** 1 to 31, for every LED: 31 blinds, and draws some 60 mA for a white LED. */
  readonly brightness: number
  /** Where the LED is that the wires come in at. */
  readonly firstAt: 'bottom' | 'top'
}

type Rgb = readonly [red: number, green: number, blue: number]

const colours: Record<LampColour, Rgb> = {
  red: [255, 0, 0],
  yellow: [255, 140, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
  white: [255, 255, 255],
}

/**
 * What to send so that the strip shows a frame. From five LEDs on, each lamp has its own share of them, in the order of
 * a stack light, so that the place says the same as the colour; fewer are one lamp together, in the colours mixed.
 */
export function encodeStrip(frame: Frame, { leds, brightness, firstAt }: Strip): Buffer<ArrayBuffer> {
  const pixels = Array.from({ length: leds }, (_, at) => {
    const fromTop = firstAt === 'top' ? at : leds - 1 - at
    const [red, green, blue] = mixed(frame, lampsAt(fromTop, leds))
    return [0xe0 | brightness, blue, green, red]
  })
  // Each LED passes the data on half a clock late, so half a clock for each must follow; SK9822 want 32 more.
  const end = 4 + Math.ceil(leds / 16)
  return Buffer.from([0, 0, 0, 0, ...pixels.flat(), ...Array.from({ length: end }, () => 0)])
}

function lampsAt(fromTop: number, leds: number): readonly LampColour[] {
  if (leds < lamps.length) return lamps
  const share = Math.floor((fromTop * lamps.length) / leds)
  return lamps.slice(share, share + 1)
}

function mixed(frame: Frame, burning: readonly LampColour[]): Rgb {
  const channel = (at: 0 | 1 | 2) =>
    Math.min(255, Math.round(burning.reduce((sum, lamp) => sum + frame[lamp] * colours[lamp][at], 0)))
  return [channel(0), channel(1), channel(2)]
}
