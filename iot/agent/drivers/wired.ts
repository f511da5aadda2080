import { type Frame, type LampColour, lamps } from '../show/pattern.ts'

/** A brightness as a lamp shows it that can only be on or off. */
export const isOn = (brightness: number) => brightness >= 0.5

/**
 * The frame for a tower without blue, without white, or with neither: others burn in their place, in the same rhythm,
 * so that nothing goes unseen. Red, yellow and green are always there. No two states look the same on any tower:
 *
 * | not wired      | approval            | unknown             |
 * | -------------- | ------------------- | ------------------- |
 * | blue           | white, steady       | white, double blink |
 * | white          | blue, steady        | blue, double blink  |
 * | blue and white | red + yellow, steady | yellow, double blink |
 *
 * Green never stands in for anything: it is believed to say that all is well. A lamp only ever lights up here where one
 * of the frame's does, so what keeps the flash limit still keeps it.
 * @param wired the lamps that the tower has
 */
export function wiredFrame(frame: Frame, wired: readonly LampColour[]): Frame {
  const shown = { red: 0, yellow: 0, green: 0, blue: 0, white: 0, buzzer: frame.buzzer }
  for (const lamp of lamps)
    for (const burning of inPlaceOf(lamp, wired)) shown[burning] = Math.max(shown[burning], frame[lamp])
  return shown
}

function inPlaceOf(lamp: LampColour, wired: readonly LampColour[]): readonly LampColour[] {
  if (lamp === 'blue' && !wired.includes('blue')) return wired.includes('white') ? ['white'] : ['red', 'yellow']
  if (lamp === 'white' && !wired.includes('white')) return wired.includes('blue') ? ['blue'] : ['yellow']
  return [lamp]
}
