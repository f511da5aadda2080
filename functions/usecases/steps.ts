import type { Duration } from '../domain/duration.ts'

/** What is done in a step is done once as far as others can see, though it may be tried again after a fault. */
export interface Steps {
  /** Rejects with `StepFailed` when the work kept failing. */
  step<T>(name: string, work: () => Promise<T>, options?: { readonly tries: number }): Promise<T>
  wait(name: string, duration: Duration): Promise<void>
  /** What somebody else can end, by a name of its own. */
  callback(name: string, timeout: Duration): Promise<Callback>
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
