import type { Instant } from '../../../functions/domain/instant.ts'
import { place } from '../../../functions/domain/place.ts'
import type { Incoming, Settled } from '../../../functions/domain/settle.ts'
import { readMessage } from '../../../functions/sources/read-message.ts'
import type { ExplainPorts } from '../../../functions/usecases/explain/explain-now.ts'
import { takeIn } from '../../../functions/usecases/take-in.ts'
import config from '../../fixtures/andon.config.ts'
import type { aTable } from '../../table-in-memory.ts'
import { aKnown } from './a-known.ts'

export const known = await aKnown(config)
/** As `ecs.redeploy` and `ecs.rollBack` see a service. */
export const seen = {
  from: 'task-definition/checkout:7',
  to: 'task-definition/checkout:6',
  deployment: 'ecs-svc/1',
  left: [],
}
type Table = ReturnType<typeof aTable>

export const portsOf = ({ ports }: Table, more: Partial<ExplainPorts> = {}): ExplainPorts => ({
  ...ports,
  notices: { find: async () => undefined },
  look: async () => seen,
  ...more,
})

/** As on-signal does it. */
function readAsIs(event: unknown, now: Instant): readonly Incoming[] {
  const message = readMessage(JSON.stringify(event), now)
  return message.kind === 'nothing' || message.kind === 'start' ? [] : place(known.places, message)
}

export async function happens(table: Table, event: unknown): Promise<Settled[]> {
  const settled: Settled[] = []
  for (const one of readAsIs(event, table.ports.clock.now())) settled.push(await takeIn(table.ports, one))
  return settled
}
