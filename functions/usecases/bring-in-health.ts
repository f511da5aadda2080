import { isOpen } from '../domain/incident.ts'
import type { Instant } from '../domain/instant.ts'
import type { Health } from '../domain/lamp-health.ts'
import type { DeviceSignal } from '../domain/signal.ts'
import type { Snapshot } from '../domain/snapshot.ts'
import type { Clock, Incidents } from '../ports.ts'
import { takeIn } from './take-in.ts'

export interface HealthPorts {
  readonly incidents: Incidents
  readonly clock: Clock
  /** The line whose people look after Andon's own parts. */
  readonly platform: string
}

/** One of Andon's own parts. */
export interface Part {
  /** What it is called, and the key of its incident: `lamp desk-1`. */
  readonly name: string
  readonly saidBy: string
}

/**
 * A part that is unwell is an incident on the platform's line, which ends by itself. Writes only when something changes:
 * it is asked again and again.
 * @param snapshot what is known of the part's key
 */
export async function bringIn(
  ports: HealthPorts,
  snapshot: Snapshot,
  part: Part,
  health: Health,
  now: Instant,
): Promise<void> {
  if (health.kind === 'unclear') return
  const incident = snapshot.memoryOf(part.name)?.incident
  const isOpenAlready = incident !== undefined && isOpen(incident)
  if (isOpenAlready === (health.kind === 'unwell')) return
  await takeIn(ports, signalOf(ports.platform, part, health, now))
}

function signalOf(platform: string, { name, saidBy }: Part, health: Health, at: Instant): DeviceSignal {
  const state = health.kind === 'unwell' ? 'alarm' : 'ok'
  const reason = health.kind === 'unwell' ? health.because : ''
  return { kind: 'device', id: `${at} ${state}`, key: name, line: platform, at, title: name, reason, state, saidBy }
}
