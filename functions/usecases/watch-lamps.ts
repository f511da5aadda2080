import type { LightCommand } from '../../iot/contract/light-command.ts'
import { type Instant, instant } from '../domain/instant.ts'
import { certificateHealthOf, type Health, healthOf } from '../domain/lamp-health.ts'
import type { Snapshot } from '../domain/snapshot.ts'
import { commandFor } from '../domain/light.ts'
import { newLine } from '../domain/line.ts'
import type { Lamps } from '../ports.ts'
import { bringIn, type HealthPorts, type Part } from './bring-in-health.ts'

/** What a light can be in trouble with: its lamp, and its certificate. */
export const partsOf = (light: string, saidBy: string): readonly [lamp: Part, certificate: Part] => [
  { name: `lamp ${light}`, saidBy },
  { name: `certificate of ${light}`, saidBy },
]

export interface WatchPorts extends HealthPorts {
  readonly lamps: Lamps
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
  const [lamp, certificate] = partsOf(light, 'the lamp itself')
  const snapshot = await ports.incidents.lookUp({ keys: [lamp.name, certificate.name], lines: shows })
  if (lastReport.kind === 'none') {
    await bringIn(ports, snapshot, lamp, { kind: 'well' }, now)
    return { kind: 'well' }
  }
  const isConnected =
    lastReport.kind === 'report' && !lastReport.report.online && (await ports.lamps.isConnected(light))
  const { commanded, since } = commandOf(snapshot, shows, now)
  const health = healthOf({ lastReport, isConnected }, commanded, since, now)
  await bringIn(ports, snapshot, lamp, health, now)
  await bringIn(ports, snapshot, certificate, certificateHealthOf(lastReport, now), now)
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
