import { createRequire } from 'node:module'
import type * as Koffi from 'koffi'

/** Tells systemd one message: lines of `NAME=value`, as sd_notify(3) has them. Returns false when it is not taken. */
export type SdNotify = (message: string) => boolean

/** There is no way to tell systemd anything; the message says why. */
export class CannotNotify extends Error {
  override readonly name = 'CannotNotify'
}

// From Linux's own headers, the same on all machines that Andon's agent runs on.
const unix = 1
const datagram = 2
const closeOnExec = 0o2000000
/** Neither a signal when systemd is gone, nor a pause when it is slow: a watchdog's sign may be left out. */
const flags = 0x4000 | 0x40

/**
 * Node knows no datagrams on unix sockets, so the C library is asked to send them. Throws `CannotNotify`.
 * @param address from `NOTIFY_SOCKET`: a path, or the name of an abstract socket after `@`
 */
export function openSdNotify(address: string): SdNotify {
  const to = socketAddress(address)
  const { socket, sendto } = cLibrary()
  const fd = socket(unix, datagram | closeOnExec, 0)
  if (fd < 0) throw new CannotNotify('this process may not open a unix socket')
  return (message) => {
    const bytes = Buffer.from(message)
    return sendto(fd, bytes, bytes.length, flags, to, to.length) === bytes.length
  }
}

/** Why systemd cannot be told anything from this machine; `undefined` where it can. */
export function cannotNotify(): string | undefined {
  try {
    cLibrary()
    return undefined
  } catch (error) {
    if (error instanceof CannotNotify) return error.message
    throw error
  }
}

/** A `sockaddr_un`, as long as its name: an abstract one begins with a zero and has no end mark. */
function socketAddress(address: string): Buffer {
  const name = Buffer.from(address)
  const isAbstract = address.startsWith('@')
  if (!isAbstract && !address.startsWith('/'))
    throw new CannotNotify('NOTIFY_SOCKET is neither a path nor an abstract name')
  if (name.length > 107) throw new CannotNotify('NOTIFY_SOCKET is longer than the address of a unix socket can be')
  if (isAbstract) name[0] = 0
  const family = Buffer.alloc(2)
  family.writeUInt16LE(unix)
  return Buffer.concat([family, name, Buffer.alloc(isAbstract ? 0 : 1)])
}

interface CLibrary {
  readonly socket: (domain: number, type: number, protocol: number) => number
  readonly sendto: (fd: number, bytes: Buffer, size: number, flags: number, to: Buffer, toSize: number) => number
}

function cLibrary(): CLibrary {
  try {
    const koffi: typeof Koffi = createRequire(import.meta.url)('koffi')
    const library = koffi.load(null)
    return {
      socket: library.func('int socket(int, int, int)'),
      sendto: library.func('long sendto(int, void *, size_t, int, void *, uint32_t)'),
    }
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
    throw new CannotNotify(`koffi, which calls the C library, does not load (${why})`)
  }
}
