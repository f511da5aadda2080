import type { Click } from '../../contract/cord-pull.ts'

/** A contact has closed or opened, after its bounce. */
export interface Edge {
  readonly pressed: boolean
  /** Milliseconds, on one clock for all edges of a contact. */
  readonly at: number
}

/** A press this long is a LONG. Milliseconds. */
const longAfter = 1500
/** A second press that begins sooner than this after the end of the first makes a DOUBLE. Milliseconds. */
const doubleWithin = 400

/** How far a press has come. */
export type Press =
  | { readonly kind: 'at-rest' }
  /** `isSpent`: it has made its click; releasing it makes no other. */
  | { readonly kind: 'held'; readonly since: number; readonly isSpent: boolean; readonly isLong: boolean }
  /** Pressed once, and maybe about to be pressed again. */
  | { readonly kind: 'released'; readonly at: number }

export const atRest: Press = { kind: 'at-rest' }

export interface PressStep {
  readonly press: Press
  readonly clicks: readonly Click[]
}

/** When time alone makes a click, on the edges' clock; `undefined` when it does not. */
export function dueAt(press: Press): number | undefined {
  if (press.kind === 'held') return press.isLong ? undefined : press.since + longAfter
  return press.kind === 'released' ? press.at + doubleWithin : undefined
}

/** What the press has become at `time`, when no edge came before. */
export function waitUntil(press: Press, time: number): PressStep {
  const due = dueAt(press)
  if (due === undefined || time < due) return { press, clicks: [] }
  // Holding on means LONG, also after a first short press: a stop must never be lost.
  if (press.kind === 'held') return { press: { ...press, isSpent: true, isLong: true }, clicks: ['LONG'] }
  return { press: atRest, clicks: ['SINGLE'] }
}

/** What an edge makes of the press. An edge that says nothing new, such as a second opening, changes nothing. */
export function takeEdge(before: Press, { pressed, at }: Edge): PressStep {
  // A timer may be late: the edge's own time decides what was before it.
  const { press, clicks } = waitUntil(before, at)
  if (pressed) {
    if (press.kind === 'held') return { press, clicks }
    const isSecond = press.kind === 'released'
    const held: Press = { kind: 'held', since: at, isSpent: isSecond, isLong: false }
    return { press: held, clicks: isSecond ? [...clicks, 'DOUBLE'] : clicks }
  }
  if (press.kind !== 'held') return { press, clicks }
  return { press: press.isSpent ? atRest : { kind: 'released', at }, clicks }
}
