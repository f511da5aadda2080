import { type Colour, colours, dark, type Frame } from './pattern.ts'

/** How often a lamp may light up within any second. WCAG 2.3.1 allows three flashes; we stay one below. */
const most = 2
/** WCAG counts a change as a flash from a tenth of the greatest brightness on. */
const noticeable = 0.1

/** A lamp that dims, and one that can only switch: one swell on the first can be two flashes on the second. */
const views = [(brightness: number) => brightness, (brightness: number) => (brightness >= 0.5 ? 1 : 0)] as const

/** The frame within the limit, and what of the past decides the next one. */
export interface Limited {
  readonly frame: Frame
  /** When a colour that had to wait may light up, in monotonic milliseconds; `undefined` when none waits. */
  readonly heldUntil: number | undefined
  readonly pasts: readonly Past[]
}

/** The lamp's past in one view. */
interface Past {
  readonly view: (typeof views)[number]
  readonly swings: Readonly<Record<Colour, Swing>>
  /** When the lamp lit up within the last second, the oldest first. Monotonic milliseconds. */
  readonly rises: readonly number[]
}
/** Which way a colour's brightness went last, and how far. */
interface Swing {
  readonly isUp: boolean
  readonly extreme: number
}
const isDown: Swing = { isUp: false, extreme: 0 }
const allDown = { red: isDown, yellow: isDown, green: isDown, blue: isDown, white: isDown }

export const nothingLit: Limited = {
  frame: dark,
  heldUntil: undefined,
  pasts: views.map((view) => ({ view, swings: allDown, rises: [] })),
}

/**
 * The frame to show when `wanted` is asked for. It is `wanted` itself, but a colour that would light up once too often
 * within a second stays as it is until its turn. So nobody sees a flicker, however fast commands come.
 * @param wanted with one colour lit at a time, as patterns have it
 */
export function limitFlashes(before: Limited, wanted: Frame, now: number): Limited {
  const pasts = before.pasts.map((past) => ({ ...past, rises: past.rises.filter((time) => time > now - 1000) }))
  const full = pasts.filter(({ rises }) => rises.length >= most)
  const held = colours.filter((colour) => full.some((past) => wouldRise(past, colour, wanted)))
  const frame = { ...wanted, ...Object.fromEntries(held.map((colour) => [colour, before.frame[colour]])) }
  const turn = Math.max(...full.map(({ rises: [oldest = now] }) => oldest + 1000))
  return {
    frame,
    heldUntil: held.length === 0 ? undefined : turn,
    pasts: pasts.map((past) => remember(past, frame, now)),
  }
}

function remember(past: Past, frame: Frame, now: number): Past {
  const { view, swings, rises } = past
  const next = (colour: Colour) => swung(swings[colour], view(frame[colour]))
  const climbs = colours.some((colour) => swings[colour].isUp && view(frame[colour]) > swings[colour].extreme)
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
    rises: colours.some((colour) => wouldRise(past, colour, frame)) ? [...known, now] : known,
  }
}

const wouldRise = ({ view, swings }: Past, colour: Colour, frame: Frame) =>
  !swings[colour].isUp && swung(swings[colour], view(frame[colour])).isUp

function swung({ isUp, extreme }: Swing, brightness: number): Swing {
  const onward = isUp ? brightness - extreme : extreme - brightness
  if (onward >= 0) return { isUp, extreme: brightness }
  return onward <= -noticeable ? { isUp: !isUp, extreme: brightness } : { isUp, extreme }
}
