import { openInputs } from '../gpio/inputs.ts'
import { keepOpen, type KeepOpenOptions } from '../keep-open.ts'
import type { Part } from '../keep-open.ts'
import type { Edge } from './press.ts'
import type { ContactSettings } from '../service/settings.ts'

/** Listens to a contact. Rejects with `LampTrouble` when it cannot be had. @param lost as in `OpenDriver` */
export type OpenContact = (
  onEdge: (edge: Edge) => void,
  lost: Parameters<KeepOpenOptions<Part>['open']>[0],
) => Promise<Part>

/** A button or pull cord that is wired to this machine. */
export const wiredContact =
  ({ line, chip, opens }: ContactSettings): OpenContact =>
  (onEdge, lost) =>
    openInputs({ chip, lines: [{ line, activeLow: !opens }] }, onEdge, lost)

export interface KeepContactOptions extends Omit<KeepOpenOptions<Part>, 'open' | 'onOpen'> {
  readonly open: OpenContact
  readonly onEdge: (edge: Edge) => void
  readonly onWell: () => void
}

/** Listens to a contact for as long as it takes. */
export function keepContact({ open, onEdge, onWell, ...options }: KeepContactOptions): Part {
  return keepOpen<Part>({ ...options, open: (lost) => open(onEdge, lost), onOpen: onWell })
}
