import type { Health } from '../domain/lamp-health.ts'
import { bringIn, type HealthPorts } from './bring-in-health.ts'

/**
 * Whoever relies on a channel must hear, past it, that it takes nothing: its messages wait, and nobody looks into a
 * queue. That is an incident on the platform's line, until the channel takes a message again.
 */
export async function watchChannel(ports: HealthPorts, channel: string, health: Health): Promise<void> {
  const part = { name: `channel ${channel}`, saidBy: 'the channel itself' }
  await bringIn(ports, await ports.incidents.lookUp({ keys: [part.name] }), part, health, ports.clock.now())
}
