import { existsSync } from 'node:fs'
import { resolve as absolute } from 'node:path'
import { machineClock } from '../agent/clock/clock.ts'
import { realDisk } from './disk.ts'
import { PiFailure } from './failure.ts'
import type { Pi } from './pi.ts'
import { placesBelow } from './places.ts'
import { realSystemd, type Systemd } from './systemd.ts'

export const say = (line: string) => void process.stdout.write(`${line}\n`)

/** With another root there is no systemd to use. */
export const piBelow = (root: string): Pi => ({
  disk: realDisk,
  places: placesBelow(root),
  systemd: root === '/' ? realSystemd : undefined,
  clock: machineClock,
  say,
})

/** The settings of the light that is installed on this machine. */
export const installedSettings = placesBelow('/').settings

/** The service, if it is installed and these are its settings. */
export function serviceOf(settingsFile: string): Systemd | undefined {
  const isInstalled = existsSync('/run/systemd/system') && existsSync(placesBelow('/').unit)
  return isInstalled && absolute(settingsFile) === installedSettings ? realSystemd : undefined
}

export const isRoot = () => process.getuid?.() === 0

export function mustBeRoot(): void {
  if (!isRoot()) throw new PiFailure('only root may do this', 'put sudo before the command')
}

/** Aborts when this process gets a signal to end. The caller then ends by itself. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  // Nobody reads our output any more.
  process.stdout.on('error', () => stop.abort())
  return stop.signal
}
