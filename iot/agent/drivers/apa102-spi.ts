import { LampTrouble } from './driver.ts'
import { codeOf } from '../error-code.ts'
import type { Kernel } from '../gpio/kernel.ts'
import type { Wire } from './apa102-wire.ts'

export interface SpiWiring {
  /** The device file, e.g. `/dev/spidev0.0`. */
  readonly spi: string
}

/** `_IOW('k', 1, __u8)`, `_IOW('k', 3, __u8)` and `_IOW('k', 4, __u32)` of <linux/spi/spidev.h>. */
const setMode = 0x40016b01
const setWordBits = 0x40016b03
const setSpeed = 0x40046b04
/** Hertz: slow enough for a metre of loose wire. */
const speed = 1_000_000

/** A strip on the SPI bus. Rejects with `LampTrouble`. @param lost called once at most, never from within `send` */
export async function openSpi(
  { spi }: SpiWiring,
  lost: (trouble: LampTrouble) => void,
  openKernel: () => Promise<Kernel>,
): Promise<Wire> {
  const kernel = await openKernel()
  const fd = openDevice(kernel, spi)
  let isOpen = true
  let isWanted = true
  const release = () => {
    if (isOpen) kernel.close(fd)
    isOpen = false
  }
  return {
    send(bytes) {
      if (!isOpen) return
      try {
        kernel.write(fd, bytes)
      } catch (error) {
        const code = codeOf(error)
        if (code === undefined) throw error
        release()
        const trouble = new LampTrouble(`${spi} was lost (${code})`, { cause: error })
        queueMicrotask(() => isWanted && lost(trouble))
      }
    },
    close() {
      isWanted = false
      release()
    },
  }
}

function openDevice(kernel: Kernel, spi: string): number {
  let fd: number | undefined
  try {
    fd = kernel.open(spi)
    // Another program may have left other values.
    kernel.ioctl(fd, setMode, Buffer.of(0))
    kernel.ioctl(fd, setWordBits, Buffer.of(8))
    const hertz = Buffer.alloc(4)
    hertz.writeUInt32LE(speed)
    kernel.ioctl(fd, setSpeed, hertz)
    return fd
  } catch (error) {
    if (fd !== undefined) kernel.close(fd)
    const code = codeOf(error)
    if (code === undefined) throw error
    throw new LampTrouble(whyClosed(spi, code), { cause: error })
  }
}

function whyClosed(spi: string, code: string): string {
  switch (code) {
    case 'ENOENT':
      return `there is no ${spi}: switch SPI on with raspi-config, or with dtparam=spi=on in config.txt`
    case 'EACCES':
    case 'EPERM':
      return `no permission for ${spi}: add the user that runs this to the group spi`
    case 'EBUSY':
      return `${spi} is in use by another program: stop that program`
    default:
      return `${spi} cannot be used as an SPI bus (${code})`
  }
}
