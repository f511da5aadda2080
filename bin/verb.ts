import type { Command } from 'commander'
import type { Clock } from '../functions/ports.ts'
import type { Aws, Where } from './aws.ts'
import type { CommandContext } from './command-context.ts'
import type { Terminal } from './terminal.ts'

/** Adds to the program what can be typed for one verb, and what it then does. */
export type Verb = (program: Command, around: Around) => void

/** What a verb finds around it. */
export interface Around extends Pick<Host, 'user' | 'newId' | 'terminal' | 'clock'> {
  /** Asked for only once the verb runs: the options say where Andon is. */
  readonly context: () => CommandContext
  /** How the command ends, unless it is done. */
  readonly end: (code: ExitCode) => void
}

/** The machine on which the command is typed. */
export interface Host {
  readonly connect: (where: Where) => Aws
  readonly terminal: Terminal
  readonly clock: Clock
  /** Who sits here, by the operating system's account. */
  readonly user: string
  /** A new name that nothing else has. */
  readonly newId: () => string
}

/** 0: done; 1: refused, failed, or something is to be done; 2: it cannot be understood, or cannot tell. */
export type ExitCode = 0 | 1 | 2
