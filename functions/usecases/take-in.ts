import { type Decision, decide, type Memory } from '../domain/decide.ts'
import type { Signal } from '../domain/signal.ts'
import type { Clock, Incidents, Writes } from '../ports.ts'
import { lineWrite } from './line-write.ts'
import { untilNoConflict } from './until-no-conflict.ts'

interface TakeInPorts {
  readonly incidents: Incidents
  readonly clock: Clock
}

/** Brings a signal into the table: one decision, one transaction. */
export function takeIn(ports: TakeInPorts, signal: Signal): Promise<Decision> {
  return untilNoConflict(ports.clock, async () => {
    const known = await ports.incidents.memoryOf(signal.key)
    const decision = decide(known, signal)
    if (decision.kind !== 'ignore') await ports.incidents.save(await writesFor(ports, signal, known, decision))
    return decision
  })
}

async function writesFor(
  ports: TakeInPorts,
  signal: Signal,
  before: Memory | undefined,
  decision: Exclude<Decision, { kind: 'ignore' }>,
): Promise<Writes> {
  const memory = { key: signal.key, before, after: decision.memory }
  if (decision.kind === 'note') return { memory }
  const { change } = decision
  return { memory, change, ...(await lineWrite(ports, change, { isAlarm: signal.kind === 'alarm' })) }
}
