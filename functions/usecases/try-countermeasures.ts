import type { Countermeasure, PlaybookConfig } from '../config/define-andon.ts'
import type { Duration } from '../domain/duration.ts'
import { act, begin, type Begun, finish, handOver, type Outcome, type PlaybookPorts } from './countermeasure.ts'

/** What is done in it is done once as far as others can see, though it may be tried again after a fault. */
export interface Steps {
  /** Rejects with `StepFailed` when the work kept failing. */
  step<T>(name: string, work: () => Promise<T>, options?: { readonly tries: number }): Promise<T>
  wait(name: string, duration: Duration): Promise<void>
}

export class StepFailed extends Error {
  override readonly name = 'StepFailed'
}

/** How the machine's part ended, after how many countermeasures. */
export interface Ran {
  readonly ended: 'over' | 'handed-over'
  readonly tried: number
}

/**
 * Tries one countermeasure after the other until the incident is resolved, then calls people. Whatever goes wrong on
 * the way is a countermeasure that failed: the next may help, and in the end people are called. A light that says a
 * machine is at it while none is would be a lie.
 */
export async function tryCountermeasures(
  ports: PlaybookPorts,
  steps: Steps,
  incident: string,
  { title, countermeasures }: PlaybookConfig,
): Promise<Ran> {
  for (const [nth, countermeasure] of countermeasures.entries()) {
    const ended = await tryOut(ports, steps, incident, nth, countermeasure)
    if (ended !== undefined) return { ended, tried: nth }
  }
  const tried = countermeasures.length
  const what = tried === 1 ? 'its one countermeasure' : `all ${tried} countermeasures`
  const because = `${title} tried ${what} and the alarm has not cleared`
  return { ended: await steps.step('hand over', () => handOver(ports, incident, because)), tried }
}

/** @returns how the playbook ends here; `undefined` when the next countermeasure is due */
async function tryOut(
  ports: PlaybookPorts,
  steps: Steps,
  incident: string,
  nth: number,
  { do: action, wait }: Countermeasure,
): Promise<Ran['ended'] | undefined> {
  const called = `${nth + 1} ${action.name}`
  const ended = (outcome: Outcome) =>
    steps.step(`${called}: end`, () => finish(ports, incident, nth, action.title, outcome))

  const begun = await unlessFailed<Begun>(
    () => steps.step(`${called}: begin`, () => begin(ports, incident, nth, action)),
    (because) => ({ kind: 'impossible', because }),
  )
  switch (begun.kind) {
    case 'over':
      return 'over'
    case 'hold':
      return steps.step(`${called}: held`, () => handOver(ports, incident, begun.because))
    case 'impossible':
      await ended({ outcome: begun.because, failed: true })
      return undefined
    case 'act': {
      const outcome = await unlessFailed<Outcome>(
        () => steps.step(`${called}: act`, () => act(ports, incident, action, begun.plan), { tries: 3 }),
        (because) => ({ outcome: because, failed: true }),
      )
      await ended(outcome)
      // Nothing was done, so there is nothing to wait for.
      if (!outcome.failed) await steps.wait(`${called}: wait for the alarm`, wait)
      return undefined
    }
  }
}

async function unlessFailed<T>(step: () => Promise<T>, otherwise: (because: string) => T): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof StepFailed) return otherwise(error.message)
    throw error
  }
}
