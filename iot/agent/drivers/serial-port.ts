import { execFile } from 'node:child_process'
import { close, constants, openSync, readdirSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { LampTrouble } from './driver.ts'
import { codeOf } from '../error-code.ts'
import { printable } from '../printable.ts'

/** Here udev names serial ports for the device that is plugged in, whatever their number. */
const byName = '/dev/serial/by-id'
/** The CH340 family, by the maker's number or by name: towers and cheap adapters have it. */
const likely = /1a86|ch34/i
/** How long setting up a port may take. Milliseconds. */
const patience = 5000

/** An open port. */
export interface SerialPort {
  /** Returns at once. Throws `LampTrouble` if the port is lost, or takes no more. */
  write(bytes: Uint8Array): void
  close(): void
}

/** The device file of the only USB serial port, or of the one that is likely a tower. */
export function findPort(folder = byName): string {
  const names = namesIn(folder)
  if (names.length === 0) throw new LampTrouble('there is no USB serial port: is the tower plugged in?')
  const candidates = names.length === 1 ? names : names.filter((name) => likely.test(name))
  const [only, ...others] = candidates
  if (only !== undefined && others.length === 0) return join(folder, only)
  const listed = names.map((name) => printable(join(folder, name), 120)).join(', ')
  throw new LampTrouble(`there are several USB serial ports: set "port" to one of them: ${listed}`)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    // udev makes the folder with the first port.
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

/** Opens a port, raw and at 9600 baud. Rejects with `LampTrouble`. */
export async function openPort(path: string): Promise<SerialPort> {
  const fd = openDevice(path)
  // On another thread: the kernel may wait for a stuck port.
  const release = () => close(fd, () => {})
  try {
    // While we have it open: some ports forget their settings when the last program closes them.
    await promisify(execFile)('stty', ['-F', path, '9600', ...raw], { timeout: patience })
  } catch (error) {
    release()
    const why = codeOf(error) === 'ENOENT' ? 'stty is not installed' : 'stty cannot set it up'
    throw new LampTrouble(`${path} cannot be used as a serial port: ${why}`, { cause: error })
  }
  return {
    write(bytes) {
      try {
        writeSync(fd, bytes)
      } catch (error) {
        throw new LampTrouble(`${path} does not take commands any more (${codeOf(error)})`, { cause: error })
      }
    },
    close: release,
  }
}
const raw = ['raw', '-echo', 'cs8', '-parenb', '-cstopb', 'clocal', '-crtscts', '-hupcl']

function openDevice(path: string): number {
  try {
    // Does not wait for a modem, and does not become a terminal that could end us.
    return openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
  } catch (error) {
    throw new LampTrouble(whyClosed(path, codeOf(error) ?? 'unknown reason'), { cause: error })
  }
}

function whyClosed(path: string, code: string): string {
  switch (code) {
    case 'ENOENT':
    case 'ENODEV':
    case 'ENXIO':
      return `there is no ${path}: is the tower plugged in?`
    case 'EACCES':
    case 'EPERM':
      return `no permission for ${path}: add the user that runs this to the group dialout`
    case 'EBUSY':
      return `${path} is in use by another program: stop that program`
    default:
      return `${path} cannot be opened (${code})`
  }
}
