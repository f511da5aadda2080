import type { Demotion } from './demotion.ts'
import type { Memory } from './memory.ts'
import type { Change } from './incident.ts'
import type { Line } from './line.ts'

/** What was read (`before`; undefined: it was not there) and what shall stand in its place. */
export interface Writes {
  readonly memory?: { readonly key: string; readonly before: Memory | undefined; readonly after: Memory }
  readonly change?: Change
  readonly demotion?: { readonly before: Demotion | undefined; readonly after: Demotion }
  readonly line?: { readonly before: Line | undefined; readonly after: Line }
}
