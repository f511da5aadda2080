import { mostHeld } from './hold.ts'
import { type Incident, isOpen } from './incident.ts'
import type { Line } from './line.ts'

export type Permission =
  | { readonly kind: 'act' }
  /** The alarm said OK, or a person said it is resolved. */
  | { readonly kind: 'over' }
  /** A guard holds the machine's hands back for now. */
  | { readonly kind: 'hold'; readonly because: string }
  /** It is for people; they are called unless they are at it already. */
  | { readonly kind: 'people'; readonly because: string }

/** The guards that every countermeasure passes before it may act. Where they cannot tell, people are called. */
export function mayAct(incident: Incident, line: Line | undefined): Permission {
  if (!isOpen(incident)) return { kind: 'over' }
  if (incident.state !== 'working') return { kind: 'people', because: 'it is in the hands of people' }
  if (line === undefined) return { kind: 'people', because: 'it cannot be told whether the line is stopped' }
  if (line.open.stop.all === 0) return { kind: 'act' }
  const because = `the line is stopped${whatStopped(line)}`
  if (incident.held === undefined && line.held.length >= mostHeld) {
    return { kind: 'people', because: `${because}, and ${mostHeld} playbooks already wait for it` }
  }
  return { kind: 'hold', because }
}

/** The reasons are in the order of their urgency. */
function whatStopped({ reasons: [worst] }: Line): string {
  return worst?.state === 'stop' ? ` (${worst.title})` : ''
}
