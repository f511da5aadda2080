import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, lstatSync, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { machineClock } from '../../iot/agent/clock/clock.ts'
import type { Enrolment } from '../../iot/contract/enrolment.ts'
import { type Disk, realDisk } from '../../iot/pi/disk.ts'
import type { Installation } from '../../iot/pi/install.ts'
import type { Pi } from '../../iot/pi/pi.ts'
import { placesBelow } from '../../iot/pi/places.ts'
import type { Authority } from '../iot/link/certificates.ts'
import { aProgram } from './a-program.ts'

export class PowerCut extends Error {}

/** Power fails in place of the nth change on disk, or of none. */
export function doomedDisk(nth: number): Disk {
  let changes = 0
  const doomed = async (change: () => Promise<void>) => {
    if (++changes >= nth) throw new PowerCut()
    await change()
  }
  return {
    write: (...args) => doomed(() => realDisk.write(...args)),
    link: (...args) => doomed(() => realDisk.link(...args)),
    writeFolder: (...args) => doomed(() => realDisk.writeFolder(...args)),
    rename: (...args) => doomed(() => realDisk.rename(...args)),
    remove: (...args) => doomed(() => realDisk.remove(...args)),
  }
}

// In memory where there is such a folder: a card is written through at every step, hundreds of times here.
const shelf = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const roots: string[] = []
export function removeCards(): void {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true })
}

export type Card = ReturnType<typeof aCard>

/** A card that is mounted somewhere, and an archive that was unpacked beside it. */
export function aCard(but: Partial<Pi> = {}) {
  const root = mkdtempSync(join(shelf, 'andon-card-'))
  roots.push(root)
  const said: string[] = []
  const waiting = new Set<() => void>()
  /** Resolves once that has been said so often. */
  const hasSaid = (what: RegExp, times = 1) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (said.filter((line) => what.test(line)).length < times) return
        waiting.delete(look)
        // Whoever said it has gone on to whatever it does next.
        setImmediate(resolve)
      }
      waiting.add(look)
      look()
    })
  const say = (line: string) => {
    said.push(line)
    for (const look of waiting) look()
  }
  const places = placesBelow(root)
  const pi: Pi = { disk: realDisk, places, systemd: undefined, clock: machineClock, say, ...but }
  const program = aProgram(join(root, 'unpacked'), '1.2.3+abc')
  const plan = (token: Enrolment, but: Partial<Installation> = {}): Installation => ({
    token,
    lamp: undefined,
    program,
    canNotify: true,
    isToStart: true,
    ...but,
  })
  const settings = () => JSON.parse(readFileSync(places.settings, 'utf8'))
  return { root, places, said, hasSaid, pi, plan, settings }
}

export const certificateAt = (path: string) => new X509Certificate(readFileSync(path))
export const idOf = ({ raw }: X509Certificate) => createHash('sha256').update(raw).digest('hex')
export const keyAt = (path: string) => createPrivateKey(readFileSync(path))

export function expectToBeALight({ places, settings }: Card, authority: Authority): void {
  const certificate = certificateAt(places.certificate)
  expect(certificate.checkPrivateKey(keyAt(places.key))).toBe(true)
  expect(certificate.checkIssued(new X509Certificate(authority.certificate))).toBe(true)
  expect(statSync(places.key).mode & 0o777).toBe(0o600)
  expect(settings()).toMatchObject({ light: 'desk-1', certificate: 'certificate.pem', key: 'key.pem', ca: 'ca.pem' })
  expect(readlinkSync(places.current)).toBe('versions/1.2.3+abc')
  expect(existsSync(join(places.current, 'agent.mjs'))).toBe(true)
  expect(lstatSync(places.wanted('andon-light.service')).isSymbolicLink()).toBe(true)
  expect(readFileSync(places.enrolment, 'utf8')).not.toContain('PRIVATE')
}
