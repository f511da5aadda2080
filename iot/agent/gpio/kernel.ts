import { closeSync, openSync, readdirSync, readSync, writeSync } from 'node:fs'
import { getSystemErrorName } from 'node:util'
import { LampTrouble } from '../drivers/driver.ts'

/** The kernel calls for wired lamps and cords. A failed call throws an error with the kernel's `code`: see `codeOf`. */
export interface Kernel {
  /** Device files of the GPIO chips, e.g. `/dev/gpiochip0`. */
  chips(): readonly string[]
  open(path: string): number
  /** @param argument read, written or both, depending on `request` */
  ioctl(fd: number, request: number, argument: Buffer): void
  read(fd: number, into: Buffer): number
  write(fd: number, bytes: Buffer): void
  /** Calls `wake` whenever there is something to read, or an error. Keeps the process alive until it is cancelled. */
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

/** The kernel of this machine. Rejects with `LampTrouble` if the optional package koffi is missing. */
export async function openKernel(): Promise<Kernel> {
  const koffi = await importKoffi()
  // The C library that this process has loaded.
  const ioctl = koffi.load(null).func('int ioctl(int fd, unsigned long request, void *argument)')
  return {
    chips: () =>
      readdirSync('/dev')
        .filter((name) => name.startsWith('gpiochip'))
        .map((name) => `/dev/${name}`)
        .sort(byNumber),
    open: (path) => openSync(path, 'r+'),
    ioctl: (fd, request, argument) =>
      callC(
        'ioctl',
        () => ioctl(fd, request, argument),
        () => koffi.errno(),
      ),
    read: (fd, into) => readSync(fd, into),
    write: (fd, bytes) => void writeSync(fd, bytes),
    onReadable(fd, wake) {
      // koffi calls back outside of Node's event loop: promises made there would wait for the next event.
      const poll = koffi.node.poll(fd, () => setImmediate(wake))
      // The garbage collector must not take it, or it stops.
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

/** Repeats a C call that a signal has interrupted, as Node's own calls do. Throws `CallFailed`. */
export function callC(name: string, call: () => number, errno: () => number): void {
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
      'the package koffi cannot be loaded, but lamps and cords on GPIO or SPI need it: run npm install koffi',
      { cause: error },
    )
  }
}

const byNumber = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })
