import type { Instant } from '../../domain/instant.ts'
import type { Explanation } from '../explain/explanation.ts'

// What a config would have done with events of the past. JSON: the command prints it.

export interface Replayed {
  readonly home: Explanation['home']
  readonly events: CountOfEvents
  /** Of the first event and of the last. */
  readonly from?: Instant
  readonly to?: Instant
  /** Seconds after which every call was taken to be answered; missing: nobody ever answers. */
  readonly answeredAfter?: number
  readonly lines: readonly LineReplayed[]
  /** Alarms and events that opened most, of all lines. */
  readonly noisiest: readonly Noisy[]
  /** Why events came to nothing, with how many. */
  readonly unheard: readonly { readonly because: string; readonly events: number }[]
  /** What nobody can know from events. */
  readonly unknowable: readonly string[]
}

export interface CountOfEvents {
  readonly all: number
  /** No rule brings them. */
  readonly unheard: number
  /** They would have gone to the dead letters. */
  readonly unusable: number
  /** They are read, but of no line, or say nothing. */
  readonly ignored: number
  readonly changing: number
}

export interface LineReplayed {
  readonly line: string
  readonly opened: number
  /** Of these, those at which a machine was first. */
  readonly machineFirst: number
  readonly stillOpen: number
  readonly playbooks: readonly PlaybookReplayed[]
  readonly guards: readonly { readonly guard: string; readonly incidents: number; readonly because: string }[]
  readonly floods: readonly Instant[]
  /** Nobody answered in time, and the line stopped. */
  readonly stops: readonly Instant[]
  readonly calls: readonly CallReplayed[]
}

export interface PlaybookReplayed {
  readonly playbook: string
  readonly started: number
  /** It only said what it would do. */
  readonly suggested: number
  /** Countermeasures that it would have carried out. */
  readonly acts: number
  /** The alarm cleared while it was at it. */
  readonly cleared: number
  /** The machine came to its end, or was not let go on, and people were called. */
  readonly handedOver: number
  /** It acted by itself in vain, so it would have asked from then on. */
  readonly putDown: number
  /** What it did would have been undone afterwards. */
  readonly undone: number
}

/** A channel that calls people was told. */
export interface CallReplayed {
  readonly at: Instant
  readonly channel: string
  readonly incident: string
  readonly title: string
}

export interface Noisy {
  readonly title: string
  readonly line: string
  readonly opened: number
  readonly changes: number
}

/** Counts under names that come from outside. */
export class Counts {
  readonly #counts = new Map<string, number>()

  add(name: string, by = 1): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + by)
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0
  }

  /** The most first. */
  all(): (readonly [string, number])[] {
    return [...this.#counts].toSorted(([, one], [, other]) => other - one)
  }
}
