import type { LampTrouble } from '../drivers/driver.ts'
import { HeldLines } from './held-lines.ts'
import { type Kernel, openKernel } from './kernel.ts'
import { bitsOf, lineFlags } from './uapi.ts'

export interface OutputOptions {
  /** The chip's label; without it, the header of this Raspberry Pi. */
  readonly chip?: string | undefined
  readonly lines: readonly number[]
  /** True if a low voltage is on, as on most relay boards. */
  readonly activeLow: boolean
  /** The first values, in the order of `lines`. */
  readonly initial: readonly boolean[]
}

/** Lines that we switch. */
export interface Outputs {
  /** Calls the kernel only if something changes. Does nothing once the chip is lost. */
  set(values: readonly boolean[]): void
  /** Switches all lines off and releases them. */
  close(): void
}

/**
 * Rejects with `LampTrouble` if it cannot take the lines.
 * @param lost called once at most, when the chip is lost; never from within `set`
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
      held.release()
    },
  }
}
