import { type Duration, toSeconds } from '../../functions/domain/duration.ts'
import { type StepOptions, StepFailed, type Steps } from '../../functions/usecases/steps.ts'
import { Process, type Turns } from './turns.ts'

type Operation = {
  readonly name: string
  result?: { readonly value: unknown }
  failed?: string
  /** Of a step: how often it was tried, and whether a try has begun of which nothing more was heard. */
  tries: number
  begun?: boolean
  /** Of a wait, a step that is to be tried again, or a callback: when it is due. */
  due?: number
  released?: boolean
}

export interface Execution {
  readonly name: string
  readonly payload: unknown
  readonly operations: Operation[]
  state: 'running' | 'succeeded' | 'failed'
  because?: unknown
  process: Process | undefined
  /** What it waits for, while it does. */
  waitsFor: { readonly name: string; readonly due: number; readonly callback: boolean } | undefined
  invocations: number
  /** Names of callbacks that nobody answered in time. */
  readonly timedOut: { readonly name: string; readonly at: number }[]
}

type Run = (process: Process, execution: Execution, steps: Steps) => Promise<unknown>

/** As in `durableSteps`. */
const stubborn: StepOptions = { tries: 8 }

/**
 * Durable executions as Lambda has them: rerun from the top whenever they go on, with the results of steps that were
 * recorded; killed between, before or after any step; released twice, or before they wait.
 */
export class DurableRuns {
  readonly executions = new Map<string, Execution>()
  readonly #turns: Turns
  readonly #run: Run
  readonly #repeatsAll: boolean

  /** @param repeatsAll also steps that may be done at most once: as it must not be */
  constructor(turns: Turns, run: Run, repeatsAll = false) {
    this.#turns = turns
    this.#run = run
    this.#repeatsAll = repeatsAll
  }

  /** Starting twice by one name is starting once. */
  start(name: string, payload: unknown): void {
    if (this.executions.has(name)) return
    const execution: Execution = {
      name,
      payload: JSON.parse(JSON.stringify(payload)),
      operations: [],
      state: 'running',
      process: undefined,
      waitsFor: undefined,
      invocations: 0,
      timedOut: [],
    }
    this.executions.set(name, execution)
    this.#turns.after(0.1, () => this.#invoke(execution))
  }

  release(callback: string): void {
    for (const execution of this.executions.values()) {
      const waiting = execution.operations.find((one) => `${execution.name}/${one.name}` === callback)
      if (waiting === undefined || waiting.result !== undefined) continue
      waiting.released = true
      waiting.result = { value: 'succeeded' }
      if (execution.waitsFor?.callback) this.#turns.after(0.1, () => this.#invoke(execution))
    }
  }

  #invoke(execution: Execution): void {
    if (execution.state !== 'running' || execution.process !== undefined) return
    execution.waitsFor = undefined
    execution.invocations++
    const again = () => {
      execution.process = undefined
      this.#turns.after(execution.invocations % 2 === 0 ? 1 : 45, () => this.#invoke(execution))
    }
    const process = new Process(execution.name, again)
    execution.process = process
    const steps = this.#stepsOf(process, execution)
    this.#run(process, execution, steps).then(
      () => this.#end(process, execution, 'succeeded'),
      (error: unknown) => this.#end(process, execution, 'failed', error),
    )
  }

  #end(process: Process, execution: Execution, state: 'succeeded' | 'failed', because?: unknown): void {
    if (process.isDead) return
    execution.process = undefined
    execution.state = state
    execution.because = because
    this.#turns.drop(process)
  }

  #suspend(process: Process, execution: Execution, name: string, due: number, callback = false): Promise<never> {
    this.#turns.drop(process)
    execution.process = undefined
    execution.waitsFor = { name, due, callback }
    this.#turns.after((due - this.#turns.now) / 1000, () => this.#invoke(execution))
    return new Promise(() => undefined)
  }

  #stepsOf(process: Process, execution: Execution): Steps {
    let nth = 0
    const next = (name: string): Operation => {
      const known = execution.operations[nth++]
      if (known === undefined) {
        const operation: Operation = { name, tries: 0 }
        execution.operations.push(operation)
        return operation
      }
      if (known.name !== name) throw new Error(`replayed otherwise: ${name} where ${known.name} was`)
      return known
    }
    return {
      step: (name, work, options = stubborn) => this.#step(process, execution, next(name), work, options),
      wait: async (name, duration) => {
        const wait = next(name)
        await this.#turns.turn(process)
        wait.due ??= this.#turns.now + milliseconds(duration)
        if (wait.due > this.#turns.now) await this.#suspend(process, execution, name, wait.due)
      },
      callback: async (name, timeout) => {
        const callback = next(name)
        await this.#turns.turn(process)
        callback.due ??= this.#turns.now + milliseconds(timeout)
        return { id: `${execution.name}/${name}`, ended: () => this.#ended(process, execution, callback) }
      },
    }
  }

  async #ended(process: Process, execution: Execution, callback: Operation): Promise<'succeeded' | 'timed-out'> {
    await this.#turns.turn(process)
    const { name, due = 0 } = callback
    if (callback.result === undefined && due > this.#turns.now) {
      await this.#suspend(process, execution, name, due, true)
    }
    if (callback.result === undefined) {
      callback.result = { value: 'timed-out' }
      execution.timedOut.push({ name, at: this.#turns.now })
    }
    return callback.result.value === 'succeeded' ? 'succeeded' : 'timed-out'
  }

  async #step<T>(
    process: Process,
    execution: Execution,
    step: Operation,
    work: () => Promise<T>,
    { tries, ...options }: StepOptions,
  ): Promise<T> {
    const onlyAfter = this.#repeatsAll ? undefined : options.onlyAfter
    if (step.result !== undefined) return step.result.value as T
    if (step.failed !== undefined) throw new StepFailed(step.failed)
    if (step.due !== undefined && step.due > this.#turns.now) {
      await this.#suspend(process, execution, step.name, step.due)
    }
    if (onlyAfter !== undefined && step.begun) return this.#failed(step, 'it broke off while it was being done')
    if (onlyAfter !== undefined) {
      await this.#turns.turn(process)
      step.begun = true
    }
    step.tries++
    process.step = { name: step.name, seq: this.#turns.seq, at: this.#turns.now }
    try {
      const value = await work()
      // It may be killed here: done, and nobody knows.
      await this.#turns.turn(process)
      step.result = { value: kept(value) }
      return step.result.value as T
    } catch (error) {
      await this.#turns.turn(process)
      const isFinal = step.tries >= tries || (onlyAfter !== undefined && !onlyAfter(error as Error))
      if (isFinal) return this.#failed(step, error instanceof Error ? error.message : String(error))
      step.begun = false
      step.due = this.#turns.now + Math.min(300, 2 ** step.tries) * 500
      return this.#suspend(process, execution, step.name, step.due)
    }
  }

  #failed(step: Operation, because: string): never {
    step.failed = because
    throw new StepFailed(because)
  }
}

const milliseconds = (duration: Duration) => toSeconds(duration) * 1000
/** What was recorded, as it comes back. */
const kept = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? JSON.parse(JSON.stringify(value)) : value
