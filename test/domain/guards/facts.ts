import { decide } from '../../../functions/domain/decide.ts'
import type { Facts } from '../../../functions/domain/guards/guard.ts'
import type { Incident } from '../../../functions/domain/incident.ts'
import { type Line, newLine, withChange } from '../../../functions/domain/line.ts'
import { anAlarm, aPull, at, restartCheckout } from '../../signals.ts'

const opened = changeOf(anAlarm({ playbook: restartCheckout }))
const stopped = changeOf(aPull({ click: 'LONG' }))

/** A machine is at checkout-latency, on a line where nothing else is open. */
export const someFacts = (incident: Partial<Incident> = {}, line: Partial<Line> = {}): Facts => ({
  incident: { ...opened.after, ...incident },
  line: { ...aLine, ...line },
  machines: { kind: 'run' },
  maintenance: { kind: 'none' },
})

const aLine = withChange(newLine('checkout', at('08:00')), opened, true, at('09:00'))
export const aStoppedLine = withChange(aLine, stopped, false, at('09:00'))

function changeOf(signal: Parameters<typeof decide>[1]) {
  const decision = decide(undefined, signal)
  if (decision.kind !== 'change') throw new Error('expected a change')
  return decision.change
}
