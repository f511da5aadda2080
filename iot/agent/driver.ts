import type { Frame } from './pattern.ts'
import type { Shown } from './shown.ts'

/** One real lamp. Called with each new frame, up to 20 times a second; must return at once. */
export interface Driver {
  show(frame: Frame, shown: Shown): void
  /** Leaves the lamp dark and gives back what it held. */
  close(): void
}
