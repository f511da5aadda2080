import { existsSync } from 'node:fs'
import { PiFailure } from './failure.ts'
import type { Pi } from './pi.ts'
import { type Program, placeProgram, removeOldPrograms, use, versionAt } from './program.ts'
import { placeFallBack } from './units.ts'
import type { Systemd } from './systemd.ts'
import { isConnected, watchUntil } from './watch-service.ts'

/** Milliseconds. */
export interface Trial {
  /** How long a new version may take to connect, if the old one was connected. */
  readonly contact: number
  /** How long it must then run: longer than the watchdog needs to see that it is stuck. */
  readonly well: number
}
const usualTrial: Trial = { contact: 60_000, well: 45_000 }

type RunningPi = Pi & { readonly systemd: Systemd }

/**
 * Starts another version on trial. If it does not run well, the old one comes back; also if power fails during the trial
 * (iot/pi/fall-back.sh). Rejects with `Failure` if the old one came back.
 */
export async function update(pi: RunningPi, program: Program, trial: Trial = usualTrial): Promise<void> {
  const { disk, places, systemd, say } = pi
  const isOnTrial = existsSync(places.fallBackTo)
  const old = await versionAt(isOnTrial ? places.fallBackTo : places.current)
  if (old === undefined)
    throw new PiFailure('no version is installed here', 'install one with: andon-light install <token>')
  if (old === program.version && !isOnTrial) return say(`version ${old} is already in use`)

  const hadContact = isConnected(await systemd.state())
  await placeProgram(disk, places, program)
  // From here on, a power cut brings the old version back.
  await disk.link(places.fallBackTo, `versions/${old}`)
  await use(disk, places, program.version)
  say(`version ${program.version} is on trial for ${trial.well / 1000} s; if it fails, ${old} comes back`)
  await start(systemd)

  const trouble = await troubleWith(pi, trial, hadContact)
  if (trouble !== undefined) throw await fallBack(pi, program.version, old, trouble)
  await disk.remove(places.fallBackTo)
  await placeFallBack(disk, places, program)
  await systemd.reload()
  say(`version ${program.version} is in use`)
  for (const version of await removeOldPrograms(disk, places)) say(`removed version ${version}`)
}

async function start(systemd: Systemd): Promise<void> {
  await systemd.reload()
  await systemd.restart()
}

/** @returns what is wrong, in words; `undefined` if nothing is */
async function troubleWith(pi: RunningPi, { contact, well }: Trial, hadContact: boolean): Promise<string | undefined> {
  const first = await watchUntil(pi, contact, (state) => !hadContact || isConnected(state))
  if (first.kind === 'not-so') return `it does not connect to the broker, but the old version did (${first.status})`
  const then = await watchUntil(pi, well, () => false)
  if (first.kind === 'so' && then.kind === 'not-so') return undefined
  const words = (await pi.systemd.lastWords()).map((line) => `\n  | ${line}`)
  return `it does not keep running${words.length > 0 ? '; its last log lines:' : ''}${words.join('')}`
}

async function fallBack(pi: RunningPi, bad: string, old: string, why: string): Promise<PiFailure> {
  const { disk, places, systemd } = pi
  // systemd may have done it first.
  if (existsSync(places.fallBackTo)) await disk.rename(places.fallBackTo, places.current)
  await start(systemd)
  const { active } = await systemd.state()
  const now =
    active === 'active'
      ? `nothing to do: ${old} is back and runs`
      : `${old} is back, but does not run either: run sudo andon-light doctor`
  return new PiFailure(`version ${bad} failed its trial: ${why}`, now)
}
