import type { LightCommand } from '../../iot/contract/light-command.ts'
import { isOpen } from '../domain/incident.ts'
import { type Instant, instant } from '../domain/instant.ts'
import { certificateHealthOf, type Health, healthOf } from '../domain/lamp-health.ts'
import type { Snapshot } from '../domain/snapshot.ts'
import { commandFor } from '../domain/light.ts'
import { newLine } from '../domain/line.ts'
import type { DeviceSignal } from '../domain/signal.ts'
import type { Clock, Incidents, Lamps } from '../ports.ts'
import { takeIn } from './take-in.ts'

export interface WatchPorts {
  readonly incidents: Incidents
  readonly clock: Clock
  readonly lamps: Lamps
  /** The line whose people look after Andon's own devices. */
  readonly platform: string
}

/**
 * Looks whether a light's lamp shows what it was told. A lamp that does not is an incident of its own, which ends by
 * itself once it does again.
 * @param shows the light's lines, one at least
 * @param now by AWS's clock, which the broker uses too
 */
export async function watchLamp(
  ports: WatchPorts,
  light: string,
  shows: readonly string[],
  now: Instant,
): Promise<Health> {
  // Read before the lines, so that the command that the lamp reports is in the table already.
  const lastReport = await ports.lamps.lastReport(light)
  const about = { lamp: `lamp ${light}`, certificate: `certificate of ${light}` }
  const snapshot = await ports.incidents.lookUp({ keys: Object.values(about), lines: shows })
  if (lastReport.kind === 'none') {
    await bringIn(ports, snapshot, about.lamp, { kind: 'well' }, now)
    return { kind: 'well' }
  }
  const isConnected =
    lastReport.kind === 'report' && !lastReport.report.online && (await ports.lamps.isConnected(light))
  const { commanded, since } = commandOf(snapshot, shows, now)
  const health = healthOf({ lastReport, isConnected }, commanded, since, now)
  await bringIn(ports, snapshot, about.lamp, health, now)
  await bringIn(ports, snapshot, about.certificate, certificateHealthOf(lastReport, now), now)
  return health
}

function commandOf(
  snapshot: Snapshot,
  shows: readonly string[],
  now: Instant,
): { commanded: LightCommand; since: Instant } {
  const neverWritten = instant(0)
  const lines = shows.map((name) => snapshot.line(name) ?? newLine(name, neverWritten))
  const [first, ...others] = lines
  if (first === undefined) throw new Error('a light must show at least one line')
  const since = lines.reduce((latest, { at }) => (at > latest ? at : latest), neverWritten)
  return { commanded: commandFor([first, ...others], now), since }
}

/** Writes only when something changes: this runs every minute for every lamp. */
async function bringIn(
  ports: WatchPorts,
  snapshot: Snapshot,
  key: string,
  health: Health,
  now: Instant,
): Promise<void> {
  if (health.kind === 'unclear') return
  const incident = snapshot.memoryOf(key)?.incident
  const isOpenAlready = incident !== undefined && isOpen(incident)
  if (isOpenAlready === (health.kind === 'unwell')) return
  await takeIn(ports, signalOf(ports.platform, key, health, now))
}

function signalOf(platform: string, key: string, health: Health, at: Instant): DeviceSignal {
  const state = health.kind === 'unwell' ? 'alarm' : 'ok'
  const reason = health.kind === 'unwell' ? health.because : ''
  const id = `${at} ${state}`
  return { kind: 'device', id, key, line: platform, at, title: key, reason, state, saidBy: 'the lamp itself' }
}
