import { LampTrouble } from '../drivers/driver.ts'
import { type Chip, quoted } from './chip.ts'
import { codeOf } from '../error-code.ts'
import type { Kernel } from './kernel.ts'
import { encodeRequest, ioctls, lineInfoOf, type LineRequest, readGranted, readLineInfo } from './uapi.ts'

/** Takes all lines of a request, or none. Returns the descriptor that holds them. Throws `LampTrouble`. */
export function takeLines(kernel: Kernel, chip: Chip, request: LineRequest): number {
  const { lines } = request
  const outside = lines.find((line) => line >= chip.lines)
  if (outside !== undefined)
    throw new LampTrouble(`there is no GPIO ${outside} on ${quoted(chip.label)}, only 0 to ${chip.lines - 1}`)
  const twice = lines.find((line, at) => lines.indexOf(line) !== at)
  // The kernel would call it busy, and name us as its user.
  if (twice !== undefined) throw new LampTrouble(`GPIO ${twice} is set twice: choose another pin for one of them`)

  const bytes = encodeRequest(request)
  try {
    kernel.ioctl(chip.fd, ioctls.requestLines, bytes)
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    throw new LampTrouble(whyRefused(kernel, chip, lines, code), { cause: error })
  }
  return readGranted(bytes)
}

function whyRefused(kernel: Kernel, chip: Chip, lines: readonly number[], code: string): string {
  const label = quoted(chip.label)
  if (code !== 'EBUSY') return `the GPIO chip ${label} refused GPIO ${lines.join(', ')} (${code})`
  const held = lines.flatMap((line) => {
    const info = lineInfoOf(line)
    kernel.ioctl(chip.fd, ioctls.lineInfo, info)
    const { isUsed, consumer } = readLineInfo(info)
    return isUsed ? [`GPIO ${line} is in use by ${consumer === '' ? 'another program' : quoted(consumer)}`] : []
  })
  // It may be free again.
  const which = held.length === 0 ? `GPIO ${lines.join(', ')} was in use just now` : held.join(', ')
  return `${which} on ${label}: stop what uses it, or choose another pin`
}
