import { createRequire } from 'node:module'
import type * as Koffi from 'koffi'

/** From `<sys/timex.h>`: the result of `adjtimex`, and a bit of its `status`, while no service keeps the time. */
const timeError = 5
const unsynchronized = 0x40

let ask: (() => boolean) | undefined
let isMissing = false

/**
 * Whether a time service has told the kernel that its clock is right. `undefined` if we cannot ask: not Linux, or koffi
 * is not installed.
 */
export function kernelSaysSet(): boolean | undefined {
  if (process.platform !== 'linux' || isMissing) return undefined
  try {
    ask ??= openAdjtimex()
    return ask()
  } catch {
    // koffi is optional: it may be missing, or not fit this machine.
    isMissing = true
    return undefined
  }
}

function openAdjtimex(): () => boolean {
  const koffi: typeof Koffi = createRequire(import.meta.url)('koffi')
  // We do not read its tail; 256 bytes are more than it has on any machine.
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
    // Without `modes` it changes nothing and needs no permission.
    const answer = { modes: 0, offset: 0, freq: 0, maxerror: 0, esterror: 0, status: unsynchronized, rest: [] }
    const state: unknown = adjtimex(answer)
    return state !== -1 && state !== timeError && (answer.status & unsynchronized) === 0
  }
}
