import { LampTrouble } from '../drivers/driver.ts'
import { quoted, withChip } from './chip.ts'
import { codeOf } from '../error-code.ts'
import type { Kernel } from './kernel.ts'
import { takeLines } from './take-lines.ts'
import { encodeValues, eventBytes, ioctls, type LineEvent, type LineRequest, readEvents } from './uapi.ts'

export interface LineEars {
  readonly onEvent?: (event: LineEvent) => void
  /** The chip was lost. Called once at most, and never from within `set`. */
  readonly lost: (trouble: LampTrouble) => void
}

/** Lines of one chip. Nobody else can use them until they are released. */
export class HeldLines {
  readonly #kernel: Kernel
  readonly #ears: LineEars
  readonly #label: string
  readonly #fd: number
  readonly #all: bigint
  readonly #events = Buffer.alloc(16 * eventBytes)
  readonly #stopListening: () => void
  #isHeld = true
  #isWanted = true

  /**
   * Takes all lines of a request, or none. Throws `LampTrouble` if it cannot.
   * @param chip its label; without it, the header of this Raspberry Pi
   */
  constructor(kernel: Kernel, chip: string | undefined, request: LineRequest, ears: LineEars) {
    this.#kernel = kernel
    this.#ears = ears
    const taken = withChip(kernel, chip, (found) => ({ label: found.label, fd: takeLines(kernel, found, request) }))
    this.#label = taken.label
    this.#fd = taken.fd
    this.#all = (1n << BigInt(request.lines.length)) - 1n
    // Outputs too: so we notice when the chip is unplugged while nothing changes.
    this.#stopListening = kernel.onReadable(this.#fd, () => this.#listen())
  }

  /** @param values of all the lines, as bits. Does nothing once the chip is gone. */
  set(values: bigint): void {
    this.#unlessGone(() => this.#kernel.ioctl(this.#fd, ioctls.setValues, encodeValues(values, this.#all)))
  }

  /** May be called again. */
  release(): void {
    this.#isWanted = false
    this.#close()
  }

  #listen() {
    let length = 0
    this.#unlessGone(() => (length = this.#read()))
    // Outside of #unlessGone: an error in a listener is not the chip's. A listener may also release the lines.
    for (const event of readEvents(this.#events.subarray(0, length))) if (this.#isHeld) this.#ears.onEvent?.(event)
  }

  /** Returns the number of bytes: 0 if there was nothing to read. It never waits. */
  #read(): number {
    try {
      return this.#kernel.read(this.#fd, this.#events)
    } catch (error) {
      if (codeOf(error) === 'EAGAIN') return 0
      throw error
    }
  }

  #unlessGone(call: () => void) {
    if (!this.#isHeld) return
    try {
      call()
    } catch (error) {
      const code = codeOf(error)
      if (code === undefined) throw error
      this.#close()
      const trouble = new LampTrouble(`the GPIO chip ${quoted(this.#label)} was lost (${code})`, { cause: error })
      queueMicrotask(() => this.#isWanted && this.#ears.lost(trouble))
    }
  }

  #close() {
    if (!this.#isHeld) return
    this.#isHeld = false
    this.#stopListening()
    this.#kernel.close(this.#fd)
  }
}
