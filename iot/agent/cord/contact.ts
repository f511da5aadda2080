import type { LampTrouble } from '../drivers/driver.ts'
import { openInputs } from '../gpio/inputs.ts'
import type { Part } from '../keep-open.ts'
import type { ContactSettings } from '../service/settings.ts'
import type { Edge } from './press.ts'

/** Listens to an electrical contact. Rejects with `LampTrouble` when it cannot. @param lost as in `OpenDriver` */
export type OpenContact = (onEdge: (edge: Edge) => void, lost: (trouble: LampTrouble) => void) => Promise<Part>

/** A button or pull cord that is wired to this machine. */
export const wiredContact =
  ({ line, chip, opens }: ContactSettings): OpenContact =>
  (onEdge, lost) =>
    openInputs({ chip, lines: [{ line, activeLow: !opens }] }, onEdge, lost)
