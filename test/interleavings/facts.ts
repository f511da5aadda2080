import type { Guard } from '../../functions/domain/guards/guard.ts'
import type { Change } from '../../functions/domain/incident.ts'
import type { lines } from './history.ts'

/** What was written, and when. */
export interface Written {
  readonly seq: number
  readonly at: number
  readonly change: Change
}

export type ActOnAnIncident = 'approve' | 'refuse' | 'run' | 'undo' | 'resolve'

/** What a person asked for, as they saw things. */
export interface Asked {
  readonly by: string
  readonly what: ActOnAnIncident
  readonly incident: string
  readonly line: string
  /** What was to be done, in the words that they saw. */
  readonly title: string
}

/** The switch as somebody set it. */
export interface Switched {
  readonly seq: number
  readonly at: number
  readonly scope: 'all' | (typeof lines)[number]
  readonly to: 'run' | 'stopped' | 'unreadable'
}

/** When people work on a line. Milliseconds. */
export interface Window {
  readonly line: string
  readonly from: number
  readonly until: number
}

/** What does not work in a world in which an oracle is to find something wrong. */
export interface Broken {
  /** The only ones that are asked; left out: all. */
  readonly guards?: readonly Guard[]
  /**
   * Nobody is told to go on; no first run is started; an act is counted whatever others did meanwhile; what may be done at
   * most once is done again after it broke off.
   */
  readonly what?: 'releases' | 'starts' | 'leases' | 'at-most-once'
}
