import { type Decision, decide, type Memory } from '../domain/decide.ts'
import { concernsLine, newLine, withChange } from '../domain/line.ts'
import type { Signal } from '../domain/signal.ts'
import type { Clock, Incidents, Writes } from '../ports.ts'
import { untilNoConflict } from './until-no-conflict.ts'

/** Brings a signal into the table: one decision, one transaction. */
export function takeIn(ports: { incidents: Incidents; clock: Clock }, signal: Signal): Promise<Decision> {
  return untilNoConflict(ports.clock, async () => {
    const known = await ports.incidents.memoryOf(signal.key)
    const decision = decide(known, signal)
    if (decision.kind !== 'ignore') await ports.incidents.save(await writesFor(ports, signal, known, decision))
    return decision
  })
}

async function writesFor(
  { incidents, clock }: { incidents: Incidents; clock: Clock },
  signal: Signal,
  before: Memory | undefined,
  decision: Exclude<Decision, { kind: 'ignore' }>,
): Promise<Writes> {
  const memory = { key: signal.key, before, after: decision.memory }
  if (decision.kind === 'note') return { memory }
  const { change } = decision
  if (!concernsLine(change)) return { memory, change }

  const now = clock.now()
  const line = await incidents.line(signal.line)
  const after = withChange(line ?? newLine(signal.line, now), change, signal.kind === 'alarm', now)
  return { memory, change, line: { before: line, after } }
}
