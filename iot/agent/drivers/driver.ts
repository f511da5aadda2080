import type { Frame } from '../show/pattern.ts'
import type { Shown } from '../lamp/shown.ts'

/** One physical lamp. Called with each new frame, up to 20 times a second; must return at once. */
export interface Driver {
  /** Does nothing once the lamp is lost. */
  show(frame: Frame, shown: Shown): void
  /** Makes the lamp dark and releases its devices. */
  close(): void
}

/** The lamp or contact does not work. The message says what is wrong and, if we know it, what to do. */
export class LampTrouble extends Error {
  override readonly name = 'LampTrouble'
}

/**
 * Opens a lamp. Rejects with `LampTrouble` if that fails; it may work later.
 * @param lost called once at most, when an open lamp is lost
 */
export type OpenDriver = (lost: (trouble: LampTrouble) => void) => Promise<Driver>
