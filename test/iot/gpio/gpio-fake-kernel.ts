import { CallFailed, type Kernel } from '../../../iot/agent/gpio/kernel.ts'
import { ioctls } from '../../../iot/agent/gpio/uapi.ts'

interface FakeChip {
  readonly label: string
  readonly lines?: number
  /** The kernel refuses to open it so. */
  readonly closedWith?: string
  /** Who holds which line. */
  readonly held?: Record<number, string>
  /** The kernel refuses requests for lines so. */
  readonly refuses?: string
}

const granted = 100

/** A kernel with these chips, whose calls are kept in `said`: open, close, request, set, write. */
export function aKernel(...chips: FakeChip[]) {
  const said: string[] = []
  let wake = () => {}
  let toRead: Buffer | string = 'EAGAIN'
  let fails: string | undefined
  const chipAt = (fd: number) => chips[fd]!

  function request(chip: FakeChip, bytes: Buffer) {
    const lines = Array.from({ length: bytes.readUInt32LE(560) }, (_, at) => bytes.readUInt32LE(4 * at))
    if (chip.refuses !== undefined) throw new CallFailed('ioctl', chip.refuses)
    if (lines.some((line) => chip.held?.[line] !== undefined)) throw new CallFailed('ioctl', 'EBUSY')
    bytes.writeInt32LE(granted, 588)
    said.push(`request ${lines.join()}`)
  }

  const kernel: Kernel = {
    chips: () => chips.map((_, at) => `/dev/gpiochip${at}`),
    open(path) {
      const fd = Number(path.slice('/dev/gpiochip'.length))
      const { closedWith } = chipAt(fd)
      if (closedWith !== undefined) throw new CallFailed('open', closedWith)
      said.push(`open ${fd}`)
      return fd
    },
    close: (fd) => void said.push(`close ${fd}`),
    ioctl(fd, number, argument) {
      if (number === ioctls.chipInfo) {
        argument.write(chipAt(fd).label, 32)
        argument.writeUInt32LE(chipAt(fd).lines ?? 54, 64)
      }
      if (number === ioctls.lineInfo) {
        const holder = chipAt(fd).held?.[argument.readUInt32LE(64)]
        argument.write(holder ?? '', 32)
        argument.writeBigUInt64LE(holder === undefined ? 0n : 1n, 72)
      }
      if (number === ioctls.requestLines) request(chipAt(fd), argument)
      if (number === ioctls.setValues) {
        if (fails !== undefined) throw new CallFailed('ioctl', fails)
        said.push(`set ${argument.readBigUInt64LE(0).toString(2)} of ${argument.readBigUInt64LE(8).toString(2)}`)
      }
    },
    read(_fd, into) {
      if (typeof toRead === 'string') throw new CallFailed('read', toRead)
      return toRead.copy(into)
    },
    write: (fd, bytes) => void said.push(`write ${fd} ${bytes.toString('hex')}`),
    onReadable(_fd, whenReadable) {
      wake = whenReadable
      return () => said.push('listens no more')
    },
  }
  return {
    kernel: async () => kernel,
    /** What was said since last asked. */
    said: () => said.splice(0),
    /** There is something to read: bytes, or an error's code. */
    hasToRead: (what: Buffer | string) => {
      toRead = what
      wake()
    },
    failWith: (code: string) => (fails = code),
  }
}

/** An edge as the kernel writes it. */
export function anEvent(line: number, isRising: boolean, ms: number): Buffer {
  const bytes = Buffer.alloc(48)
  bytes.writeBigUInt64LE(BigInt(ms) * 1_000_000n, 0)
  bytes.writeUInt32LE(isRising ? 1 : 2, 8)
  bytes.writeUInt32LE(line, 12)
  return bytes
}
