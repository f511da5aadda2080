import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AgentClock, machineClock } from '../../iot/agent/clock/clock.ts'
import { openInputs } from '../../iot/agent/gpio/inputs.ts'
import { gpioDriver } from '../../iot/agent/drivers/gpio.ts'
import { lampPart } from '../../iot/agent/drivers/lamp-part.ts'
import { doctor, type DoctorOptions } from '../../iot/pi/doctor/doctor.ts'
import { placesBelow } from '../../iot/pi/places.ts'
import type { Pair } from '../iot/link/certificates.ts'
import { aKernel } from '../iot/gpio/gpio-fake-kernel.ts'

/** What is waited for only to see that it does not happen, or that somebody may look. Milliseconds. */
const forNothing = new Set([1000, 1500, 5000])

/** This machine's clock is right; and such pauses are over sooner. */
export const hurried: AgentClock = {
  ...machineClock,
  moment: () => ({ ...machineClock.moment(), wallIsSet: true }),
  after: (ms, wake) => machineClock.after(forNothing.has(ms) ? ms / 20 : ms, wake),
}
/** As long as it takes the broker to refuse. */
export const patient: AgentClock = { ...hurried, after: (ms, wake) => machineClock.after(ms <= 1000 ? 1 : ms, wake) }

const folders: string[] = []
export function removePatients(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
}

export interface APatient {
  readonly own?: Pair
  readonly authority?: string
  /** Over what is well. */
  readonly settings?: object
  readonly kernel?: ReturnType<typeof aKernel>
}

/** A light in a folder, with lamp and cord on a chip that is played. */
export function aPatient({ own, authority, settings = {}, kernel = aKernel({ label: 'pinctrl-bcm2711' }) }: APatient) {
  const folder = mkdtempSync(join(tmpdir(), 'andon-patient-'))
  folders.push(folder)
  const file = (name: string) => join(folder, name)
  const all = {
    light: 'desk-1',
    broker: 'mqtts://localhost',
    ...(own !== undefined && { certificate: 'certificate.pem', key: 'key.pem' }),
    ...(authority !== undefined && { ca: 'ca.pem' }),
    lamp: { driver: 'gpio', red: 5, yellow: 6, green: 13 },
    ...settings,
  }
  writeFileSync(file('settings.json'), JSON.stringify(all))
  if (own !== undefined) writeFileSync(file('certificate.pem'), own.certificate)
  if (own !== undefined) writeFileSync(file('key.pem'), own.key)
  if (authority !== undefined) writeFileSync(file('ca.pem'), authority)

  const said: string[] = []
  const stop = new AbortController()
  const output = { driverFor: () => ({ show() {}, close() {} }), log: () => {}, close: () => {} }
  const options: DoctorOptions = {
    settingsFile: file('settings.json'),
    places: placesBelow(folder),
    systemd: undefined,
    clock: hurried,
    say: (line) => void said.push(line),
    resolve: async () => ['127.0.0.1'],
    lampPart: (lamp, light) =>
      lamp.driver === 'gpio'
        ? { name: 'gpio', open: gpioDriver(lamp, kernel.kernel), hasBuzzer: false }
        : lampPart(lamp, light, output, hurried),
    contact:
      ({ line, chip, opens }) =>
      (onEdge, lost) =>
        openInputs({ chip, lines: [{ line, activeLow: !opens }] }, onEdge, lost, kernel.kernel),
    version: '1.2.3',
    stop: stop.signal,
  }
  return {
    said,
    kernel,
    stop,
    options,
    /** What each finding begins with, in order: its kind, and what was looked at. */
    findings: () => said.flatMap((line) => /^(ok|FAILED|skipped)\s+[^:(]*/.exec(line)?.[0].trim() ?? []),
    /** The finding about that, with what to do. */
    about: (what: string) => {
      const at = said.findIndex((line) => line.slice(9).startsWith(what))
      return said.slice(at, at + 2).join('\n')
    },
    examine: (but: Partial<DoctorOptions> = {}) => doctor({ ...options, ...but }),
  }
}
