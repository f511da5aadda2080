import { type Incident, isOpen } from './incident.ts'
import type { Line } from './line.ts'

export type Permission =
  | { readonly kind: 'act' }
  /** The alarm said OK, or a person said it is resolved. */
  | { readonly kind: 'over' }
  /** A guard holds the machine's hands back; people are called. */
  | { readonly kind: 'hold'; readonly because: string }

/** The guards that every countermeasure passes before it may act. What cannot be told holds. */
export function mayAct(incident: Incident, line: Line | undefined): Permission {
  if (!isOpen(incident)) return { kind: 'over' }
  if (incident.state !== 'working') return { kind: 'hold', because: 'it is in the hands of people' }
  if (line === undefined) return { kind: 'hold', because: 'it cannot be told whether the line is stopped' }
  if (line.open.stop.all > 0) return { kind: 'hold', because: 'the line is stopped' }
  return { kind: 'act' }
}
