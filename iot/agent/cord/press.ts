import type { Click } from '../../contract/cord-pull.ts'

/** A contact that closed or opened, free of chatter. */
export interface Edge {
  readonly pressed: boolean
  /** Milliseconds, on whatever clock all edges of one cord are measured with. */
  readonly at: number
}

/** Held for so long, it is a LONG. Milliseconds. */
const longAfter = 1500
/** A second press that begins sooner than this after the first has ended makes a DOUBLE. Milliseconds. */
const doubleWithin = 400

/** What a cord's contact has done, as far as it still matters. */
export type Cord =
  | { readonly kind: 'at-rest' }
  /** `isSpent`: it has made its click; letting go makes no other. */
  | { readonly kind: 'held'; readonly since: number; readonly isSpent: boolean; readonly isLong: boolean }
  /** Pressed once, and maybe about to be pressed again. */
  | { readonly kind: 'let-go'; readonly at: number }

export const atRest: Cord = { kind: 'at-rest' }

export interface Heard {
  readonly cord: Cord
  readonly clicks: readonly Click[]
}

/** When the passing of time alone makes a click, on the edges' clock; `undefined` when it does not. */
export function dueAt(cord: Cord): number | undefined {
  if (cord.kind === 'held') return cord.isLong ? undefined : cord.since + longAfter
  return cord.kind === 'let-go' ? cord.at + doubleWithin : undefined
}

/** What has become of it at `time`, when no edge came up to then. */
export function waitUntil(cord: Cord, time: number): Heard {
  const due = dueAt(cord)
  if (due === undefined || time < due) return { cord, clicks: [] }
  // Whoever holds on means it, also after a first short press: a stop must never be lost.
  if (cord.kind === 'held') return { cord: { ...cord, isSpent: true, isLong: true }, clicks: ['LONG'] }
  return { cord: atRest, clicks: ['SINGLE'] }
}

/** What an edge makes of it. What says nothing new, such as a second opening, changes nothing. */
export function hearEdge(before: Cord, { pressed, at }: Edge): Heard {
  // However late a timer may be, the edge's own time decides what was before it.
  const { cord, clicks } = waitUntil(before, at)
  if (pressed) {
    if (cord.kind === 'held') return { cord, clicks }
    const isSecond = cord.kind === 'let-go'
    const held: Cord = { kind: 'held', since: at, isSpent: isSecond, isLong: false }
    return { cord: held, clicks: isSecond ? [...clicks, 'DOUBLE'] : clicks }
  }
  if (cord.kind !== 'held') return { cord, clicks }
  return { cord: cord.isSpent ? atRest : { kind: 'let-go', at }, clicks }
}
