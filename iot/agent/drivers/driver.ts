import type { Frame } from '../show/pattern.ts'
import type { Shown } from '../lamp/shown.ts'

/** One real lamp. Called with each new frame, up to 20 times a second; must return at once. */
export interface Driver {
  /** Does nothing once the lamp is lost. */
  show(frame: Frame, shown: Shown): void
  /** Leaves the lamp dark and gives back what it held. */
  close(): void
}

/** The lamp cannot be reached: the message says what is wrong with it and, where that can be known, what to do. */
export class LampTrouble extends Error {
  override readonly name = 'LampTrouble'
}

/**
 * Takes hold of a lamp. Rejects with `LampTrouble` when that cannot be had now; it may be had later.
 * @param lost called once at most, when a lamp that was there goes away by itself
 */
export type OpenDriver = (lost: (trouble: LampTrouble) => void) => Promise<Driver>
