import type { Instant } from './instant.ts'

// What machines did lately, to whom: so that no two are at one thing, and none goes on for ever.

/** One act of a machine. */
export interface Deed {
  /** The same in every try of one act, and in no other. */
  readonly mark: string
  readonly incident: string
  readonly playbook: string
  /** What it worked on: what its action locks. */
  readonly resource: string
  readonly at: Instant
  /** Until then its proof is waited for, and no other machine works on the same. */
  readonly until: Instant
}

/** Deeds as one item of the table has them, oldest first. */
export interface Deeds {
  /** Grows with every write. */
  readonly v: number
  readonly all: readonly Deed[]
}

/** On one resource, of whatever line; and on one line, on whatever resource. */
export interface Hands {
  readonly resource: Deeds
  readonly line: Deeds
}

export const noDeeds: Deeds = { v: 0, all: [] }

/** An item is read whole: as many as guards look back for. */
const kept = 100

/** With one more deed; the same ones where that mark is there already: a try may be repeated. */
export function withDeed({ v, all }: Deeds, deed: Deed): Deeds {
  const isThere = all.some(({ mark }) => mark === deed.mark)
  return { v: v + 1, all: isThere ? all : [...all, deed].slice(-kept) }
}

export const wasCounted = ({ resource }: Hands, mark: string): boolean =>
  resource.all.some((deed) => deed.mark === mark)
