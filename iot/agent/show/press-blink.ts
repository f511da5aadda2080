import { type Given, limitFlashes, nothingGiven } from './flash-limit.ts'
import { dark, type Frame, lamps, only } from './pattern.ts'

/** Long enough to be seen by whoever has just pressed. Milliseconds. */
const blinkTime = 200

/** What a lamp gives: within the flash limit, and for a moment after a press the opposite of what it gave. */
export interface Light {
  readonly given: Given
  readonly blink: Blink | undefined
}
interface Blink {
  readonly frame: Frame
  /** Monotonic milliseconds. */
  readonly until: number
}

export const darkLight: Light = { given: nothingGiven, blink: undefined }

/** @param wanted the frame of the pattern at `now` */
export function lit(before: Light, wanted: Frame, now: number): Light {
  const blink = before.blink !== undefined && now < before.blink.until ? before.blink : undefined
  const given = limitFlashes(before.given, blink?.frame ?? wanted, now)
  // A blink that has to wait for its turn is to be seen no shorter for that.
  if (blink !== undefined && given.heldUntil !== undefined)
    return { given, blink: { ...blink, until: given.heldUntil + blinkTime } }
  return { given, blink }
}

/** Where a lamp that can only switch burns, it goes dark; where it is dark, it lights up. */
export function pressed({ given }: Light, now: number): Light {
  const isLit = lamps.some((lamp) => given.frame[lamp] >= 0.5)
  return { given, blink: { frame: isLit ? dark : only('white'), until: now + blinkTime } }
}

/** When the light has to be looked at again, whatever its pattern does. Monotonic milliseconds. */
export const restsUntil = ({ given, blink }: Light): number =>
  Math.min(given.heldUntil ?? Infinity, blink?.until ?? Infinity)
