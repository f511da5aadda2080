/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

interface Style {
  readonly ink?: Rgb
  readonly ground?: Rgb
  readonly bold?: boolean
}

/** Styles a printable text for a terminal. `paintFor(1)` leaves it as it is. */
export type Paint = (text: string, style: Style) => string

/** @param depth bits of colour, as `tty.WriteStream.getColorDepth()` gives them: 1 for none (also if NO_COLOR is set) */
export function paintFor(depth: number): Paint {
  if (depth === 1) return (text) => text
  const colour = depth >= 24 ? trueColour : paletteColour
  return (text, { ink, ground, bold }) => {
    const codes = [
      ...(bold ? ['1'] : []),
      ...(ink ? [`38;${colour(ink)}`] : []),
      ...(ground ? [`48;${colour(ground)}`] : []),
    ]
    return codes.length === 0 ? text : `\x1b[${codes.join(';')}m${text}\x1b[0m`
  }
}

const trueColour = (rgb: Rgb) => `2;${rgb.join(';')}`

/** The nearest of the 6 × 6 × 6 colours of nearly every terminal. */
const paletteColour = ([red, green, blue]: Rgb) => `5;${16 + 36 * sixth(red) + 6 * sixth(green) + sixth(blue)}`
/** The palette's steps are 0, 95, 135, 175, 215 and 255. */
const sixth = (value: number) => (value < 48 ? 0 : value < 115 ? 1 : Math.floor((value - 35) / 40))

/** The colour at `share` (0 to 1) of the way from one to the other. */
export function between(from: Rgb, to: Rgb, share: number): Rgb {
  const mix = (a: number, b: number) => Math.round(a + (b - a) * share)
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])]
}
