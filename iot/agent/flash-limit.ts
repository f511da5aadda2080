import { type Frame, lamps } from './pattern.ts'

/** How often a light may light up within any second. WCAG 2.3.1 allows three flashes; we keep one below. */
const most = 2

/** What was given, and when it last lit up (monotonic milliseconds). */
export interface Given {
  readonly frame: Frame
  readonly litAt: readonly number[]
}

/**
 * The light to give when `wanted` is asked for: just that, but where a lamp would light up once too often within a
 * second, it waits in the dark for its turn. So however fast commands come, nobody is made to see a flicker.
 */
export function limitFlashes(before: Given, wanted: Frame, now: number): Given {
  const recent = before.litAt.filter((time) => time > now - 1000)
  const rising = lamps.filter((lamp) => isLit(wanted[lamp]) && !isLit(before.frame[lamp]))
  if (rising.length === 0) return { frame: wanted, litAt: recent }
  if (recent.length < most) return { frame: wanted, litAt: [...recent, now] }
  const held = Object.fromEntries(rising.map((lamp) => [lamp, 0]))
  return { frame: { ...wanted, ...held }, litAt: recent }
}

const isLit = (brightness: number) => brightness >= 0.5
