import type { Duration } from '../domain/duration.ts'

/** The steps of a durable run. A step's work may run again after a fault, but its result counts once. */
export interface Steps {
  /** Rejects with `StepFailed` when the work kept failing. */
  step<T>(name: string, work: () => Promise<T>, options?: StepOptions): Promise<T>
  wait(name: string, duration: Duration): Promise<void>
  /** A wait that somebody else can end. */
  callback(name: string, timeout: Duration): Promise<Callback>
}

export interface StepOptions {
  readonly tries: number
  /**
   * For work of which nobody could tell a repetition. When it broke off, or failed otherwise than this says, it may have
   * been done, and is not tried again.
   */
  readonly onlyAfter?: (error: Error) => boolean
}

export interface Callback {
  readonly id: string
  readonly ended: () => Promise<'succeeded' | 'timed-out'>
}

export class StepFailed extends Error {
  override readonly name = 'StepFailed'
}

export async function unlessFailed<T>(step: () => Promise<T>, otherwise: (because: string) => T): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof StepFailed) return otherwise(error.message)
    throw error
  }
}
