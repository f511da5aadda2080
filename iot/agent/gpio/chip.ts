import { LampTrouble } from '../drivers/driver.ts'
import { printable } from '../printable.ts'
import { codeOf } from '../error-code.ts'
import type { Kernel } from './kernel.ts'
import { emptyChipInfo, ioctls, readChipInfo } from './uapi.ts'

/** The labels of a Raspberry Pi's 40-pin header: Pi 5, Pi 4, and older. Chip numbers differ from boot to boot. */
const headers = ['pinctrl-rp1', 'pinctrl-bcm2711', 'pinctrl-bcm2835']

export interface Chip {
  readonly label: string
  /** It has the lines 0 to `lines` - 1. */
  readonly lines: number
  readonly fd: number
}

/**
 * Opens a chip, uses it and closes it. Throws `LampTrouble` if there is no such chip.
 * @param wanted the chip's label; without it, the header of this Raspberry Pi
 */
export function withChip<Result>(kernel: Kernel, wanted: string | undefined, use: (chip: Chip) => Result): Result {
  const found = new Set<string>()
  const forbidden: string[] = []
  for (const path of kernel.chips()) {
    const fd = openChip(kernel, path)
    if (fd === 'forbidden') forbidden.push(path)
    if (typeof fd !== 'number') continue
    try {
      const info = chipInfo(kernel, fd)
      if (info === undefined) continue
      if (wanted === undefined ? headers.includes(info.label) : info.label === wanted) return use({ ...info, fd })
      // The Pi 5 has its header twice, as gpiochip0 and under its old name gpiochip4.
      found.add(info.label)
    } finally {
      kernel.close(fd)
    }
  }
  throw new LampTrouble(whyNone(wanted, [...found], forbidden))
}

/** `undefined` if it was unplugged just now, or is not a GPIO chip: it must not stop us from finding ours. */
function chipInfo(kernel: Kernel, fd: number) {
  const info = emptyChipInfo()
  try {
    kernel.ioctl(fd, ioctls.chipInfo, info)
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    return undefined
  }
  return readChipInfo(info)
}

function openChip(kernel: Kernel, path: string): number | 'forbidden' | 'gone' {
  try {
    return kernel.open(path)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EACCES' || code === 'EPERM') return 'forbidden'
    // Unplugged since it was listed.
    if (code === 'ENOENT' || code === 'ENODEV' || code === 'ENXIO') return 'gone'
    throw error
  }
}

function whyNone(wanted: string | undefined, found: readonly string[], forbidden: readonly string[]): string {
  if (forbidden.length > 0)
    return `no permission for ${forbidden.join(', ')}: add the user that runs this to the group gpio`
  const sought = wanted === undefined ? `of a Raspberry Pi (${headers.join(', ')})` : `labelled ${wanted}`
  const here = found.length === 0 ? 'this machine has none' : `this machine has ${found.map(quoted).join(', ')}`
  return `no GPIO chip ${sought}: ${here}`
}

/** Quotes a name that another program or driver chose. */
export const quoted = (name: string) => `"${printable(name, 32)}"`
