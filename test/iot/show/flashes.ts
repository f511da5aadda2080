import { type Frame, colours } from '../../../iot/agent/show/pattern.ts'

/** Frames that one lamp gave, each with the millisecond at which it began. */
export type Film = readonly { readonly at: number; readonly frame: Frame }[]

/** How often the light flashed within the worst second, as the worst of all eyes sees it. */
export function mostFlashesInASecond(film: Film): number {
  const seen = eyes.map((eye) => mostWithinASecond(risesOf(film, eye)))
  return Math.max(0, ...seen)
}

/** An eye, or a lamp that can only switch: for it a lamp is lit from one brightness on, and out below another. */
interface Eye {
  readonly lit: number
  readonly out: number
}
/** WCAG counts changes by a tenth of the greatest brightness, wherever they lie. */
const dimming = Array.from({ length: 18 }, (_, nth): Eye => ({ lit: 0.1001 + nth * 0.05, out: nth * 0.05 }))
const eyes: readonly Eye[] = [{ lit: 0.5, out: 0.5 }, ...dimming]

/** When any of the lamps lit up; all at one moment are one flash. */
function risesOf(film: Film, { lit, out }: Eye): number[] {
  const isLit = new Map<string, boolean>()
  const rises = new Set<number>()
  for (const { at, frame } of film)
    for (const lamp of colours) {
      if (frame[lamp] >= lit) {
        if (!isLit.get(lamp)) rises.add(at)
        isLit.set(lamp, true)
      } else if (frame[lamp] < out || frame[lamp] === 0) isLit.set(lamp, false)
    }
  return [...rises]
}

const mostWithinASecond = (times: readonly number[]) =>
  Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length))
