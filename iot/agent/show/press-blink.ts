import { limitFlashes, type Limited, nothingLit } from './flash-limit.ts'
import { colours, dark, type Frame, only } from './pattern.ts'

/** Long enough for the person who pressed to see it. Milliseconds. */
const blinkTime = 200

/** The frame within the flash limit; just after a press, a blink. */
export interface Blinking {
  readonly limited: Limited
  readonly blink: Blink | undefined
}
interface Blink {
  readonly frame: Frame
  /** Monotonic milliseconds. */
  readonly until: number
}

export const notBlinking: Blinking = { limited: nothingLit, blink: undefined }

/** @param wanted the pattern's frame at `now` */
export function withBlink(before: Blinking, wanted: Frame, now: number): Blinking {
  const blink = before.blink !== undefined && now < before.blink.until ? before.blink : undefined
  const limited = limitFlashes(before.limited, blink?.frame ?? wanted, now)
  // A blink that has to wait still lasts its full time.
  if (blink !== undefined && limited.heldUntil !== undefined)
    return { limited, blink: { ...blink, until: limited.heldUntil + blinkTime } }
  return { limited, blink }
}

/** A lit lamp goes dark; a dark one lights up. Lit is what a lamp that can only switch shows as on. */
export function startBlink({ limited }: Blinking, now: number): Blinking {
  const isLit = colours.some((colour) => limited.frame[colour] >= 0.5)
  return { limited, blink: { frame: isLit ? dark : only('white'), until: now + blinkTime } }
}

/** When the blink ends or its turn comes, whatever the pattern does. Monotonic milliseconds. */
export const blinkChangesAt = ({ limited, blink }: Blinking): number =>
  Math.min(limited.heldUntil ?? Infinity, blink?.until ?? Infinity)
