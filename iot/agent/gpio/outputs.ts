import type { LampTrouble } from '../drivers/driver.ts'
import { HeldLines } from './held-lines.ts'
import { type Kernel, openKernel } from './kernel.ts'
import { bitsOf, lineFlags } from './uapi.ts'

export interface OutputOptions {
  /** The chip's label; without it, the header of this Raspberry Pi. */
  readonly chip?: string | undefined
  readonly lines: readonly number[]
  /** Whether a line is on when its voltage is low, as on most relay boards. */
  readonly activeLow: boolean
  /** What the lines are from the first moment, in the order of `lines`. */
  readonly initial: readonly boolean[]
}

/** Lines that are switched from here. */
export interface Outputs {
  /** Asks the kernel only where something changes. Does nothing once the chip is gone. */
  set(values: readonly boolean[]): void
  /** Switches all lines off and lets them go. */
  close(): void
}

/**
 * Rejects with `LampTrouble` when the lines cannot be had.
 * @param lost called once at most, when the chip goes away by itself; never from within `set`
 */
export async function openOutputs(
  { chip, lines, activeLow, initial }: OutputOptions,
  lost: (trouble: LampTrouble) => void,
  kernel: () => Promise<Kernel> = openKernel,
): Promise<Outputs> {
  let bits = bitsOf(initial)
  const flags = lineFlags.output | (activeLow ? lineFlags.activeLow : 0n)
  const all = bitsOf(lines.map(() => true))
  const request = { lines, flags, attributes: [{ kind: 'values', values: bits, lines: all }] as const }
  const held = new HeldLines(await kernel(), chip, request, { lost })

  const set = (values: readonly boolean[]) => {
    const wanted = bitsOf(values)
    if (wanted === bits) return
    bits = wanted
    held.set(bits)
  }
  return {
    set,
    close() {
      set([])
      held.letGo()
    },
  }
}
