import { createRequire } from 'node:module'
import type * as Koffi from 'koffi'

/** From `<sys/timex.h>`: what `adjtimex` returns, and a bit of `status`, while nobody keeps the time. */
const timeError = 5
const unsynchronized = 0x40

let ask: (() => boolean) | undefined
let isMissing = false

/**
 * Whether the kernel holds its clock to be set by a time server. `undefined` where it cannot be asked: no Linux, or
 * koffi is not installed.
 */
export function kernelSaysSet(): boolean | undefined {
  if (process.platform !== 'linux' || isMissing) return undefined
  try {
    ask ??= openAdjtimex()
    return ask()
  } catch {
    // An optional part that is not there or does not fit this machine: then the kernel is not a witness.
    isMissing = true
    return undefined
  }
}

function openAdjtimex(): () => boolean {
  const koffi: typeof Koffi = createRequire(import.meta.url)('koffi')
  // Its tail is not read here; 256 bytes are more than it has on any machine.
  const timex = koffi.struct('andon_timex', {
    modes: 'uint',
    offset: 'long',
    freq: 'long',
    maxerror: 'long',
    esterror: 'long',
    status: 'int',
    rest: koffi.array('uint8', 256),
  })
  const adjtimex = koffi.load(null).func('adjtimex', 'int', [koffi.inout(koffi.pointer(timex))])
  return () => {
    // With no `modes` it changes nothing, and needs no right.
    const answer = { modes: 0, offset: 0, freq: 0, maxerror: 0, esterror: 0, status: unsynchronized, rest: [] }
    const state: unknown = adjtimex(answer)
    return state !== -1 && state !== timeError && (answer.status & unsynchronized) === 0
  }
}
