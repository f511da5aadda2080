import type { LightCommand } from '../../iot/contract/light-command.ts'
import { isOpen } from '../domain/incident.ts'
import { type Instant, instant } from '../domain/instant.ts'
import { certificateHealthOf, type Health, healthOf } from '../domain/lamp-health.ts'
import { commandFor } from '../domain/light.ts'
import { newLine } from '../domain/line.ts'
import type { DeviceSignal } from '../domain/signal.ts'
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
 * @param now the time by whoever keeps the broker's clock too
 */
export async function watchLamp(
  ports: WatchPorts,
  light: string,
  shows: readonly string[],
  now: Instant,
): Promise<Health> {
  // Before the lines: what the lamp says it obeys was then in the table already.
  const heard = await ports.lamps.heard(light)
  if (heard.kind === 'never') {
    await bringIn(ports, 'lamp', light, { kind: 'well' }, now)
    return { kind: 'well' }
  }
  const isConnected = heard.kind === 'report' && !heard.report.online && (await ports.lamps.isConnected(light))
  const { told, since } = await whatItWasTold(ports, shows, now)
  const health = healthOf({ heard, isConnected }, told, since, now)
  await bringIn(ports, 'lamp', light, health, now)
  await bringIn(ports, 'certificate of', light, certificateHealthOf(heard, now), now)
  return health
}

async function whatItWasTold(
  { incidents }: WatchPorts,
  shows: readonly string[],
  now: Instant,
): Promise<{ told: LightCommand; since: Instant }> {
  const neverWritten = instant(0)
  const lines = await Promise.all(
    shows.map(async (name) => (await incidents.line(name)) ?? newLine(name, neverWritten)),
  )
  const [first, ...others] = lines
  if (first === undefined) throw new Error('a light that shows no line')
  const since = lines.reduce((latest, { at }) => (at > latest ? at : latest), neverWritten)
  return { told: commandFor([first, ...others], now), since }
}

/** Writes only when something changes: it is asked every minute of every lamp. */
async function bringIn(
  ports: WatchPorts,
  what: 'lamp' | 'certificate of',
  light: string,
  health: Health,
  now: Instant,
): Promise<void> {
  if (health.kind === 'unclear') return
  const key = `${what} ${light}`
  const known = (await ports.incidents.lookUp({ keys: [key] })).memoryOf(key)
  const isTold = known?.incident !== undefined && isOpen(known.incident)
  if (isTold === (health.kind === 'unwell')) return
  await takeIn(ports, signalOf(ports.platform, key, health, now))
}

function signalOf(platform: string, key: string, health: Health, at: Instant): DeviceSignal {
  const state = health.kind === 'unwell' ? 'alarm' : 'ok'
  const reason = health.kind === 'unwell' ? health.because : ''
  const id = `${at} ${state}`
  return { kind: 'device', id, key, line: platform, at, title: key, reason, state, saidBy: 'the lamp itself' }
}
