import { type Frame, type Colour, colours } from '../show/pattern.ts'

/** A strip of APA102 (or SK9822) LEDs, used as a stack light. */
export interface Strip {
  readonly leds: number
  /** 1 to 31, for every LED. 31 is blinding, and draws about 60 mA for a white LED. */
  readonly brightness: number
  /** Where the first LED is, the one with the wires. */
  readonly firstAt: 'bottom' | 'top'
}

type Rgb = readonly [red: number, green: number, blue: number]

const rgbOf: Record<Colour, Rgb> = {
  red: [255, 0, 0],
  yellow: [255, 140, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
  white: [255, 255, 255],
}

/**
 * The bytes that make the strip show a frame. With five LEDs or more, each colour has its own share of them, in the order
 * of a stack light, so that the place says the same as the colour. Fewer LEDs show the colours mixed.
 */
export function encodeStrip(frame: Frame, { leds, brightness, firstAt }: Strip): Buffer<ArrayBuffer> {
  const pixels = Array.from({ length: leds }, (_, at) => {
    const fromTop = firstAt === 'top' ? at : leds - 1 - at
    const [red, green, blue] = mixed(frame, coloursAt(fromTop, leds))
    return [0xe0 | brightness, blue, green, red]
  })
  // Each LED delays the data by half a clock, so half a clock for each must follow; SK9822 need 32 more.
  const end = 4 + Math.ceil(leds / 16)
  return Buffer.from([0, 0, 0, 0, ...pixels.flat(), ...Array.from({ length: end }, () => 0)])
}

function coloursAt(fromTop: number, leds: number): readonly Colour[] {
  if (leds < colours.length) return colours
  const share = Math.floor((fromTop * colours.length) / leds)
  return colours.slice(share, share + 1)
}

function mixed(frame: Frame, burning: readonly Colour[]): Rgb {
  const channel = (at: 0 | 1 | 2) =>
    Math.min(255, Math.round(burning.reduce((sum, colour) => sum + frame[colour] * rgbOf[colour][at], 0)))
  return [channel(0), channel(1), channel(2)]
}
