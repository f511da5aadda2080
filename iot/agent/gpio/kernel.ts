import { closeSync, openSync, readdirSync, readSync, writeSync } from 'node:fs'
import { getSystemErrorName } from 'node:util'
import { LampTrouble } from '../drivers/driver.ts'

/** The calls to the kernel that lamps and cords on wires need. What fails is thrown, with the kernel's `code`: see `codeOf`. */
export interface Kernel {
  /** Device files of the GPIO chips, e.g. `/dev/gpiochip0`. */
  chips(): readonly string[]
  open(path: string): number
  /** @param argument is read, written or both, as `request` has it */
  ioctl(fd: number, request: number, argument: Buffer): void
  read(fd: number, into: Buffer): number
  write(fd: number, bytes: Buffer): void
  /** Calls `wake` whenever there is something to read, also an error; keeps the process alive until it is cancelled. */
  onReadable(fd: number, wake: () => void): () => void
  close(fd: number): void
}

export class CallFailed extends Error {
  override readonly name = 'CallFailed'
  readonly code: string

  constructor(call: string, code: string) {
    super(`${call}: ${code}`)
    this.code = code
  }
}

/** The kernel of this machine. Rejects with `LampTrouble` where koffi, which is optional, is missing. */
export async function openKernel(): Promise<Kernel> {
  const koffi = await importKoffi()
  // The program's own C library, whichever it is.
  const ioctl = koffi.load(null).func('int ioctl(int fd, unsigned long request, void *argument)')
  return {
    chips: () =>
      readdirSync('/dev')
        .filter((name) => name.startsWith('gpiochip'))
        .map((name) => `/dev/${name}`)
        .sort(byNumber),
    open: (path) => openSync(path, 'r+'),
    ioctl: (fd, request, argument) =>
      insist(
        'ioctl',
        () => ioctl(fd, request, argument),
        () => koffi.errno(),
      ),
    read: (fd, into) => readSync(fd, into),
    write: (fd, bytes) => void writeSync(fd, bytes),
    onReadable(fd, wake) {
      // koffi calls back out of Node's turn: promises made there would wait for whatever comes next.
      const poll = koffi.node.poll(fd, () => setImmediate(wake))
      // Collected as garbage it would fall silent.
      polls.add(poll)
      return () => {
        polls.delete(poll)
        poll.close()
      }
    },
    close: closeSync,
  }
}

const polls = new Set<object>()

/** Calls C again for as long as a signal comes first, as Node's own calls do. Throws `CallFailed`. */
export function insist(name: string, call: () => number, errno: () => number): void {
  while (call() === -1) {
    const code = getSystemErrorName(-errno())
    if (code !== 'EINTR') throw new CallFailed(name, code)
  }
}

async function importKoffi() {
  try {
    return (await import('koffi')).default
  } catch (error) {
    throw new LampTrouble(
      'lamps and cords on GPIO or SPI need the package koffi, which cannot be loaded here: install it with npm install koffi',
      { cause: error },
    )
  }
}

const byNumber = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })
