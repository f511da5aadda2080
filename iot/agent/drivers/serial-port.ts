import { execFile } from 'node:child_process'
import { close, constants, openSync, readdirSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { LampTrouble } from './driver.ts'
import { codeOf } from '../error-code.ts'
import { printable } from '../printable.ts'

/** Where udev names serial ports for what is plugged in there, whichever number they got. */
const byName = '/dev/serial/by-id'
/** CH340 and its kin, by the maker's number or by name: what towers and cheap adapters have. */
const likely = /1a86|ch34/i
/** How long setting up a port may take. Milliseconds. */
const patience = 5000

/** A port that is open. */
export interface SerialPort {
  /** Returns at once. Throws `LampTrouble` when the port is gone, or takes no more. */
  write(bytes: Uint8Array): void
  close(): void
}

/** The device file of the one USB serial port that is plugged in, or of the one that a tower is likely to be at. */
export function findPort(folder = byName): string {
  const names = namesIn(folder)
  if (names.length === 0) throw new LampTrouble('no USB serial port is there: is the tower plugged in?')
  const candidates = names.length === 1 ? names : names.filter((name) => likely.test(name))
  const [only, ...others] = candidates
  if (only !== undefined && others.length === 0) return join(folder, only)
  const listed = names.map((name) => printable(join(folder, name), 120)).join(', ')
  throw new LampTrouble(`there are several USB serial ports; name one of them as "port": ${listed}`)
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

/** Takes hold of a port, raw and at 9600 baud. Rejects with `LampTrouble`. */
export async function openPort(path: string): Promise<SerialPort> {
  const fd = openDevice(path)
  // Off this thread: the kernel may wait for a port that is stuck.
  const release = () => close(fd, () => {})
  try {
    // While it is open, or the settings could be gone with the last who had it open.
    await promisify(execFile)('stty', ['-F', path, '9600', ...raw], { timeout: patience })
  } catch (error) {
    release()
    const why = codeOf(error) === 'ENOENT' ? 'stty is missing here' : 'stty cannot set it up'
    throw new LampTrouble(`${path} cannot be used as a serial port: ${why}`, { cause: error })
  }
  return {
    write(bytes) {
      try {
        writeSync(fd, bytes)
      } catch (error) {
        throw new LampTrouble(`${path} does not take what it is told any more (${codeOf(error)})`, { cause: error })
      }
    },
    close: release,
  }
}
const raw = ['raw', '-echo', 'cs8', '-parenb', '-cstopb', 'clocal', '-crtscts', '-hupcl']

function openDevice(path: string): number {
  try {
    // Without waiting for a modem, and without becoming a terminal that could end us.
    return openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK)
  } catch (error) {
    throw new LampTrouble(whyClosed(path, codeOf(error) ?? 'for a reason unknown'), { cause: error })
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
      return `no permission for ${path}: let the user that runs this into the group dialout`
    case 'EBUSY':
      return `${path} is in use by something else`
    default:
      return `${path} cannot be opened (${code})`
  }
}
