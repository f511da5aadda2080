import { existsSync } from 'node:fs'
import { Failure } from './failure.ts'
import type { Pi } from './pi.ts'
import { type Program, placeProgram, removeOldPrograms, use, versionAt } from './program.ts'
import { placeFallBack } from './units.ts'
import type { Systemd } from './systemd.ts'
import { isConnected, watchUntil } from './watch-service.ts'

/** Milliseconds. */
export interface Trial {
  /** How long a new version may take to find the broker, where the old one had it. */
  readonly contact: number
  /** How long it must then run: for longer than the watchdog takes to see that it is stuck. */
  readonly well: number
}
const usualTrial: Trial = { contact: 60_000, well: 45_000 }

type RunningPi = Pi & { readonly systemd: Systemd }

/**
 * Puts another version in place of the one that runs, on trial: when it does not run well, the old one comes back, and
 * so it does when power fails meanwhile (iot/pi/fall-back.sh). Rejects with `Failure` when it came back.
 */
export async function update(pi: RunningPi, program: Program, trial: Trial = usualTrial): Promise<void> {
  const { disk, places, systemd, say } = pi
  const isOnTrial = existsSync(places.fallBackTo)
  const old = await versionAt(isOnTrial ? places.fallBackTo : places.current)
  if (old === undefined)
    throw new Failure('no version is installed here', 'install one with the token: install <token>')
  if (old === program.version && !isOnTrial) return say(`version ${old} is in use already`)

  const hadContact = isConnected(await systemd.state())
  await placeProgram(disk, places, program)
  // From here on a power cut brings the old one back.
  await disk.link(places.fallBackTo, `versions/${old}`)
  await use(disk, places, program.version)
  say(`version ${program.version} is on trial for ${trial.well / 1000} s; ${old} stands by`)
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

/** @returns in words, or `undefined` when there is none */
async function troubleWith(pi: RunningPi, { contact, well }: Trial, hadContact: boolean): Promise<string | undefined> {
  const first = await watchUntil(pi, contact, (state) => !hadContact || isConnected(state))
  if (first.kind === 'not-so') return `it finds no contact, where the old version had it (${first.status})`
  const then = await watchUntil(pi, well, () => false)
  if (first.kind === 'so' && then.kind === 'not-so') return undefined
  const words = (await pi.systemd.lastWords()).map((line) => `\n  | ${line}`)
  return `it does not keep running${words.length > 0 ? ', and its last words were:' : ''}${words.join('')}`
}

async function fallBack(pi: RunningPi, bad: string, old: string, why: string): Promise<Failure> {
  const { disk, places, systemd } = pi
  // systemd may have done so before us.
  if (existsSync(places.fallBackTo)) await disk.rename(places.fallBackTo, places.current)
  await start(systemd)
  const { active } = await systemd.state()
  const now =
    active === 'active' ? `${old} is back and runs` : `${old} is back, but does not run either: andon-light doctor`
  return new Failure(`version ${bad} was given up: ${why}`, `nothing needs to be done here: ${now}`)
}
