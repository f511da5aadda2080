import type { LampTrouble } from '../drivers/driver.ts'
import { HeldLines } from './held-lines.ts'
import { type Kernel, openKernel } from './kernel.ts'
import { bitsOf, lineFlags } from './uapi.ts'

/** A contact stops bouncing within this time; no hand presses so briefly. Milliseconds. */
const usualDebounce = 10

export interface InputLine {
  readonly line: number
  /**
   * The contact is between the line and ground, and the chip pulls the line up. True: pressing closes the contact.
   * False: pressing opens it, as in an emergency stop; then a cut wire counts as pressed.
   */
  readonly activeLow: boolean
}

export interface InputOptions {
  /** The chip's label; without it, the header of this Raspberry Pi. */
  readonly chip?: string | undefined
  readonly lines: readonly InputLine[]
  /** How long a contact must be still before it counts. Milliseconds; 10 by default. */
  readonly debounceMs?: number
}

export interface LineEdge {
  readonly line: number
  readonly pressed: boolean
  /** When the contact was still, by the kernel: milliseconds on CLOCK_MONOTONIC, the clock of `process.hrtime`. */
  readonly at: number
}

export interface Inputs {
  /** No edge comes after it, and it does not keep the process alive. */
  close(): void
}

/**
 * Listens to contacts. All of them are one request, so that their edges come in order. A contact that is pressed already
 * says nothing until it is released. Rejects with `LampTrouble` if it cannot take the lines.
 * @param lost called once at most, when the chip is lost
 */
export async function openInputs(
  { chip, lines, debounceMs = usualDebounce }: InputOptions,
  onEdge: (edge: LineEdge) => void,
  lost: (trouble: LampTrouble) => void,
  kernel: () => Promise<Kernel> = openKernel,
): Promise<Inputs> {
  const flags = lineFlags.input | lineFlags.pullUp | lineFlags.risingEdge | lineFlags.fallingEdge
  const activeLow = bitsOf(lines.map((line) => line.activeLow))
  const all = bitsOf(lines.map(() => true))
  const request = {
    lines: lines.map(({ line }) => line),
    flags,
    attributes: [
      { kind: 'flags', flags: flags | lineFlags.activeLow, lines: activeLow },
      { kind: 'debounce', microseconds: debounceMs * 1000, lines: all },
    ] as const,
  }
  const held = new HeldLines(await kernel(), chip, request, {
    onEvent: ({ line, isRising, at }) => onEdge({ line, pressed: isRising, at }),
    lost,
  })
  return { close: () => held.release() }
}
