import type { Clock } from '../functions/ports.ts'
import type { Aws } from './aws.ts'
import type { Terminal } from './terminal.ts'

/** What every command works with. */
export interface CommandContext {
  readonly aws: Aws
  /** The stack's name. */
  readonly stack: string
  readonly terminal: Terminal
  readonly clock: Clock
}
