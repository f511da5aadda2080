import type { LampTrouble } from './driver.ts'
import type { Kernel } from '../gpio/kernel.ts'
import { openOutputs } from '../gpio/outputs.ts'
import type { Wire } from './apa102-wire.ts'

export interface PinWiring {
  /** The chip's label; without it, the header of this Raspberry Pi. */
  readonly chip?: string | undefined
  readonly data: number
  readonly clock: number
}

/** A strip on any two pins, clocked by this program. Rejects with `LampTrouble`. @param lost called once at most, never from within `send` */
export async function openPins(
  { chip, data, clock }: PinWiring,
  lost: (trouble: LampTrouble) => void,
  kernel: () => Promise<Kernel>,
): Promise<Wire> {
  const pins = await openOutputs(
    { chip, lines: [data, clock], activeLow: false, initial: [false, false] },
    lost,
    kernel,
  )
  return {
    send(bytes) {
      for (const byte of bytes)
        for (let mask = 0x80; mask > 0; mask >>= 1) {
          const bit = (byte & mask) !== 0
          // The strip reads the bit when the clock rises.
          pins.set([bit, false])
          pins.set([bit, true])
        }
      pins.set([false, false])
    },
    close: () => pins.close(),
  }
}
