import { createRequire } from 'node:module'
import type * as Koffi from 'koffi'

/** Sends systemd one message: lines of `NAME=value`, as in sd_notify(3). Returns false if systemd did not take it. */
export type SdNotify = (message: string) => boolean

/** This process cannot send to systemd; the message says why. */
export class CannotNotify extends Error {
  override readonly name = 'CannotNotify'
}

// From Linux's headers; the same on all machines that the agent runs on.
const unix = 1
const datagram = 2
const closeOnExec = 0o2000000
/** No signal when systemd is gone, and no waiting when it is slow: one sign of life may be left out. */
const flags = 0x4000 | 0x40

/**
 * Node has no datagrams on unix sockets, so the C library sends them. Throws `CannotNotify`.
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

/** Why this machine cannot send to systemd; `undefined` if it can. */
export function cannotNotify(): string | undefined {
  try {
    cLibrary()
    return undefined
  } catch (error) {
    if (error instanceof CannotNotify) return error.message
    throw error
  }
}

/** A `sockaddr_un`, as long as its name. An abstract name begins with a zero and has no end mark. */
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
    throw new CannotNotify(`the package koffi cannot be loaded (${why})`)
  }
}
