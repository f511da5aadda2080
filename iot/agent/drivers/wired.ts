import { type Frame, type Colour, colours } from '../show/pattern.ts'

/** What a lamp that can only switch shows of a brightness. */
export const isOn = (brightness: number) => brightness >= 0.5

/**
 * The frame for a tower without blue, without white, or without both: other colours light up instead, in the same rhythm,
 * so that nothing is missed. Red, yellow and green are always wired. No two states look the same on any tower:
 *
 * | not wired      | approval            | unknown             |
 * | -------------- | ------------------- | ------------------- |
 * | blue           | white, steady       | white, double blink |
 * | white          | blue, steady        | blue, double blink  |
 * | blue and white | red + yellow, steady | yellow, double blink |
 *
 * Green never replaces another colour: people read it as "all is well". A colour lights up only when one of the frame does,
 * so a frame within the flash limit stays within it.
 * @param wired the colours of the tower
 */
export function wiredFrame(frame: Frame, wired: readonly Colour[]): Frame {
  const shown = { red: 0, yellow: 0, green: 0, blue: 0, white: 0, buzzer: frame.buzzer }
  for (const colour of colours)
    for (const lit of replacementsFor(colour, wired)) shown[lit] = Math.max(shown[lit], frame[colour])
  return shown
}

function replacementsFor(colour: Colour, wired: readonly Colour[]): readonly Colour[] {
  if (colour === 'blue' && !wired.includes('blue')) return wired.includes('white') ? ['white'] : ['red', 'yellow']
  if (colour === 'white' && !wired.includes('white')) return wired.includes('blue') ? ['blue'] : ['yellow']
  return [colour]
}
