import { dark, type Frame, type LampColour, lamps } from './pattern.ts'

/** How often a light may light up within any second. WCAG 2.3.1 allows three flashes; we keep one below. */
const most = 2
/** WCAG takes a change for a flash from a tenth of the greatest brightness on. */
const noticeable = 0.1

/** A light that dims, and one that can only switch: what is one swell to the one may be two flashes to the other. */
const views = [(brightness: number) => brightness, (brightness: number) => (brightness >= 0.5 ? 1 : 0)] as const

/** What was given, and what must be known of the past to give no more than may be. */
export interface Given {
  readonly frame: Frame
  /** When a lamp that had to wait may light up, in monotonic milliseconds; `undefined` when none waits. */
  readonly heldUntil: number | undefined
  readonly pasts: readonly Past[]
}

/** The light's past in one view. */
interface Past {
  readonly view: (typeof views)[number]
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
const allDown = { red: isDown, yellow: isDown, green: isDown, blue: isDown, white: isDown }

export const nothingGiven: Given = {
  frame: dark,
  heldUntil: undefined,
  pasts: views.map((view) => ({ view, swings: allDown, rises: [] })),
}

/**
 * The light to give when `wanted` is asked for: just that, but where a lamp would light up once too often within a
 * second, it stays as it is until its turn. So however fast commands come, nobody is made to see a flicker.
 * @param wanted with one lamp lit at a time, as patterns have it
 */
export function limitFlashes(before: Given, wanted: Frame, now: number): Given {
  const pasts = before.pasts.map((past) => ({ ...past, rises: past.rises.filter((time) => time > now - 1000) }))
  const full = pasts.filter(({ rises }) => rises.length >= most)
  const held = lamps.filter((lamp) => full.some((past) => wouldRise(past, lamp, wanted)))
  const frame = { ...wanted, ...Object.fromEntries(held.map((lamp) => [lamp, before.frame[lamp]])) }
  const turn = Math.max(...full.map(({ rises: [oldest = now] }) => oldest + 1000))
  return {
    frame,
    heldUntil: held.length === 0 ? undefined : turn,
    pasts: pasts.map((past) => remember(past, frame, now)),
  }
}

function remember(past: Past, frame: Frame, now: number): Past {
  const { view, swings, rises } = past
  const next = (lamp: LampColour) => swung(swings[lamp], view(frame[lamp]))
  const climbs = lamps.some((lamp) => swings[lamp].isUp && view(frame[lamp]) > swings[lamp].extreme)
  // A slow rise counts from its end: until then somebody may first notice it.
  const known = climbs ? [...rises.slice(0, -1), now] : rises
  return {
    view,
    swings: {
      red: next('red'),
      yellow: next('yellow'),
      green: next('green'),
      blue: next('blue'),
      white: next('white'),
    },
    rises: lamps.some((lamp) => wouldRise(past, lamp, frame)) ? [...known, now] : known,
  }
}

const wouldRise = ({ view, swings }: Past, lamp: LampColour, frame: Frame) =>
  !swings[lamp].isUp && swung(swings[lamp], view(frame[lamp])).isUp

function swung({ isUp, extreme }: Swing, brightness: number): Swing {
  const onward = isUp ? brightness - extreme : extreme - brightness
  if (onward >= 0) return { isUp, extreme: brightness }
  return onward <= -noticeable ? { isUp: !isUp, extreme: brightness } : { isUp, extreme }
}
