import { dark, type Frame, type LampColour, lamps } from './pattern.ts'

/** How often a light may light up within any second. WCAG 2.3.1 allows three flashes; we keep one below. */
const most = 2
/** WCAG takes a change for a flash from a tenth of the greatest brightness on. */
const noticeable = 0.1

/** What was given, and what must be known of the past to give no more than may be. */
export interface Given {
  readonly frame: Frame
  /** When a lamp that had to wait may light up, in monotonic milliseconds; `undefined` when none waits. */
  readonly heldUntil: number | undefined
  readonly swings: Readonly<Record<LampColour, Swing>>
  /** When the light lit up within the last second, the oldest first. Monotonic milliseconds. */
  readonly rises: readonly number[]
}
/** Which way a lamp's brightness went last, and how far it came. */
interface Swing {
  readonly isUp: boolean
  readonly extreme: number
}
const isDown: Swing = { isUp: false, extreme: 0 }

export const nothingGiven: Given = {
  frame: dark,
  heldUntil: undefined,
  swings: { red: isDown, yellow: isDown, green: isDown, blue: isDown, white: isDown },
  rises: [],
}

/**
 * The light to give when `wanted` is asked for: just that, but where a lamp would light up once too often within a
 * second, it stays as it is until its turn. So however fast commands come, nobody is made to see a flicker.
 * @param wanted with one lamp lit at a time, as patterns have it
 */
export function limitFlashes(before: Given, wanted: Frame, now: number): Given {
  const recent = { ...before, rises: before.rises.filter((time) => time > now - 1000) }
  const [oldest = now] = recent.rises
  const held = recent.rises.length < most ? [] : lamps.filter((lamp) => wouldRise(before.swings[lamp], wanted[lamp]))
  if (held.length === 0) return give(recent, wanted, now)

  const asBefore = Object.fromEntries(held.map((lamp) => [lamp, before.frame[lamp]]))
  return { ...give(recent, { ...wanted, ...asBefore }, now), heldUntil: oldest + 1000 }
}

function give({ swings, rises }: Given, frame: Frame, now: number): Given {
  const next = (lamp: LampColour) => swung(swings[lamp], frame[lamp])
  const climbs = lamps.some((lamp) => swings[lamp].isUp && frame[lamp] > swings[lamp].extreme)
  // A slow rise counts from its end: it is somewhere on the way that a lamp which can only switch lights up.
  const known = climbs ? [...rises.slice(0, -1), now] : rises
  return {
    frame,
    heldUntil: undefined,
    swings: {
      red: next('red'),
      yellow: next('yellow'),
      green: next('green'),
      blue: next('blue'),
      white: next('white'),
    },
    rises: lamps.some((lamp) => wouldRise(swings[lamp], frame[lamp])) ? [...known, now] : known,
  }
}

const wouldRise = (swing: Swing, brightness: number) => !swing.isUp && swung(swing, brightness).isUp

function swung({ isUp, extreme }: Swing, brightness: number): Swing {
  const onward = isUp ? brightness - extreme : extreme - brightness
  if (onward >= 0) return { isUp, extreme: brightness }
  return onward <= -noticeable ? { isUp: !isUp, extreme: brightness } : { isUp, extreme }
}
