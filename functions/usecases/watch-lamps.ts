import type { LightCommand } from '../../iot/contract/light-command.ts'
import { isOpen } from '../domain/incident.ts'
import { type Instant, instant } from '../domain/instant.ts'
import { certificateHealthOf, type Health, healthOf } from '../domain/lamp-health.ts'
import { commandFor } from '../domain/light.ts'
import { newLine } from '../domain/line.ts'
import type { AlarmSignal } from '../domain/signal.ts'
import type { Clock, Incidents, Lamps } from '../ports.ts'
import { takeIn } from './take-in.ts'

export interface WatchPorts {
  readonly incidents: Incidents
  readonly clock: Clock
  readonly lamps: Lamps
  /** The line that hears of Andon's own devices. */
  readonly platform: string
}

/**
 * Looks whether a light's lamp shows what it was told. A lamp that does not is an incident of its own, which ends by
 * itself once it does again.
 * @param shows the light's lines, one at least
 */
export async function watchLamp(ports: WatchPorts, light: string, shows: readonly string[]): Promise<Health> {
  // Before the lines: what the lamp says it obeys was then in the table already.
  const heard = await ports.lamps.heard(light)
  if (heard.kind === 'never') {
    await bringIn(ports, 'lamp', light, { kind: 'well' })
    return { kind: 'well' }
  }
  const isConnected = heard.kind === 'report' && !heard.report.online && (await ports.lamps.isConnected(light))
  const { told, since } = await whatItWasTold(ports, shows)
  const health = healthOf({ heard, isConnected }, told, since, ports.clock.now())
  await bringIn(ports, 'lamp', light, health)
  await bringIn(ports, 'certificate', light, certificateHealthOf(heard, ports.clock.now()))
  return health
}

async function whatItWasTold(
  { incidents, clock }: WatchPorts,
  shows: readonly string[],
): Promise<{ told: LightCommand; since: Instant }> {
  const neverWritten = instant(0)
  const lines = await Promise.all(
    shows.map(async (name) => (await incidents.line(name)) ?? newLine(name, neverWritten)),
  )
  const [first, ...others] = lines
  if (first === undefined) throw new Error('a light that shows no line')
  const since = lines.reduce((latest, { at }) => (at > latest ? at : latest), neverWritten)
  return { told: commandFor([first, ...others], clock.now()), since }
}

/** Writes only when something changes: it is asked every minute of every lamp. */
async function bringIn(ports: WatchPorts, what: 'lamp' | 'certificate', light: string, health: Health): Promise<void> {
  if (health.kind === 'unclear') return
  const key = `${what} ${light}`
  const known = await ports.incidents.memoryOf(key)
  const isTold = known?.incident !== undefined && isOpen(known.incident)
  if (isTold === (health.kind === 'unwell')) return
  await takeIn(ports, signalOf(ports, key, light, health))
}

function signalOf({ platform, clock }: WatchPorts, key: string, light: string, health: Health): AlarmSignal {
  const at = clock.now()
  const state = health.kind === 'unwell' ? 'alarm' : 'ok'
  return {
    kind: 'alarm',
    id: `${at} ${state}`,
    key,
    line: platform,
    at,
    title: key.startsWith('lamp') ? `lamp ${light}` : `certificate of ${light}`,
    reason: health.kind === 'unwell' ? health.because : '',
    state,
    saidBy: 'the lamp itself',
  }
}
