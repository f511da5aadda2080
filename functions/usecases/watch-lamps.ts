import type { LightCommand } from '../../iot/contract/light-command.ts'
import type { LightReport } from '../../iot/contract/light-report.ts'
import { type Instant, instant } from '../domain/instant.ts'
import { certificateHealthOf, type Health, healthOf, isAhead } from '../domain/lamp-health.ts'
import type { Snapshot } from '../domain/snapshot.ts'
import { commandFor } from '../domain/light.ts'
import { newLine, ticked } from '../domain/line.ts'
import { Conflict, type Incidents, type Lamps } from '../ports.ts'
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
  if (lastReport.kind === 'report' && isAhead(lastReport.report, commanded)) {
    await overtake(ports.incidents, snapshot, shows, lastReport.report, now)
    return { kind: 'unclear' }
  }
  const health = healthOf({ lastReport, isConnected }, commanded, since, now)
  await bringIn(ports, snapshot, lamp, health, now)
  await bringIn(ports, snapshot, certificate, certificateHealthOf(lastReport, now), now)
  return health
}

/**
 * Writes one of its lines at a version that the lamp has not seen. Within an epoch a lamp obeys only greater versions, and
 * since a deployment its light may show fewer lines than before, or others: it would be deaf until they have caught up.
 */
async function overtake(
  incidents: Incidents,
  snapshot: Snapshot,
  shows: readonly string[],
  report: LightReport,
  now: Instant,
): Promise<void> {
  const lines = shows.flatMap((name) => snapshot.line(name) ?? [])
  const before = lines.find(({ epoch }) => epoch === report.epoch)
  if (before === undefined) return
  const after = { ...ticked(before, now), v: before.v + report.appliedV }
  await incidents.save({ line: { before, after } }).catch((error: unknown) => {
    // Somebody else has just written it; the next minute looks again.
    if (!(error instanceof Conflict)) throw error
  })
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
