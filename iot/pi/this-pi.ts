import { existsSync } from 'node:fs'
import { resolve as absolute } from 'node:path'
import { realClock } from '../agent/clock/clock.ts'
import { realDisk } from './disk.ts'
import { Hindrance } from './hindrance.ts'
import type { Pi } from './pi.ts'
import { placesBelow } from './places.ts'
import { realSystemd, type Systemd } from './systemd.ts'

export const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Below another root there is no systemd of ours to speak to. */
export const piBelow = (root: string): Pi => ({
  disk: realDisk,
  places: placesBelow(root),
  systemd: root === '/' ? realSystemd : undefined,
  clock: realClock,
  say,
})

/** The settings of the light that is installed on this machine. */
export const installedSettings = placesBelow('/').settings

/** Of those settings, and only where that is installed. */
export function serviceOf(settingsFile: string): Systemd | undefined {
  const isInstalled = existsSync('/run/systemd/system') && existsSync(placesBelow('/').unit)
  return isInstalled && absolute(settingsFile) === installedSettings ? realSystemd : undefined
}

export const isRoot = () => process.getuid?.() === 0

export function mustBeRoot(): void {
  if (!isRoot()) throw new Hindrance('only root may do that', 'put sudo before the command')
}

/** Ends when this process is told to; it is to end by itself then. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
  // Nobody reads what we say any more.
  process.stdout.on('error', () => stop.abort())
  return stop.signal
}
