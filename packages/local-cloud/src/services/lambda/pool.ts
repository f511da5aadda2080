import type { Cancel } from '../../clock.ts'
import { type EnvironmentListener, type EnvironmentOptions, ExecutionEnvironment, startOf } from './environment.ts'
import type { FunctionDefinition } from './function.ts'
import type { Invocation } from './runtime-api.ts'
import { FunctionFailed } from './functions.ts'
import type { SpareEnvironments } from './spare-environments.ts'
import { type FunctionUsage, UsageCount } from './usage.ts'

/** An environment beyond the first is ended when it has had nothing to do for this long. */
const idleMs = 60_000
/** Any environment of a function that is called seldom, for each holds some 65 MB. */
const seldomIdleMs = 5_000

interface Waiting {
  readonly invocation: Invocation
  readonly resolve: (answer: Promise<unknown>) => void
  readonly reject: (failure: FunctionFailed) => void
}

export interface PoolOptions extends EnvironmentOptions {
  /** Where an earlier pool has left its environments, and where this one leaves them. */
  readonly spares?: SpareEnvironments | undefined
}

/** The execution environments of one function: one stays warm, more come under load, each does one thing at a time. */
export class EnvironmentPool {
  readonly #definition: FunctionDefinition
  readonly #surroundings: PoolOptions
  readonly #environments = new Map<ExecutionEnvironment, Cancel>()
  readonly #usage = new UsageCount()
  #waiting: Waiting[] = []
  #stopped = false

  constructor(definition: FunctionDefinition, surroundings: PoolOptions) {
    this.#definition = definition
    this.#surroundings = surroundings
  }

  /** Rejects with `FunctionFailed`. */
  invoke(invocation: Invocation): Promise<unknown> {
    if (this.#stopped) return Promise.reject(stopped())
    return new Promise((resolve, reject) => {
      this.#waiting.push({ invocation, resolve, reject })
      this.#serve()
    })
  }

  get usage(): FunctionUsage {
    const { name, memoryMb } = this.#definition
    return { name, memoryMb, ...this.#usage.soFar() }
  }

  /** Starts the first environment before it is needed. */
  warm(): void {
    if (this.#environments.size === 0 && !this.#stopped) this.#grow()
  }

  /** Ends all environments; what they were doing fails. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const { reject } of this.#waiting.splice(0)) reject(stopped())
    await Promise.all([...this.#environments].map(([environment, rest]) => this.#release(environment, rest)))
  }

  async #release(environment: ExecutionEnvironment, rest: Cancel): Promise<void> {
    const { spares } = this.#surroundings
    if (spares === undefined || !environment.idle) return environment.stop()
    rest()
    return spares.keep(environment)
  }

  #serve(): void {
    const all = [...this.#environments.keys()]
    for (const environment of all.filter(({ ready }) => ready)) {
      const next = this.#waiting.shift()
      if (next === undefined) break
      this.#environments.get(environment)?.()
      next.resolve(this.#usage.invocation(environment.run(next.invocation)))
    }
    const soon = all.filter(({ soonReady }) => soonReady).length
    if (this.#waiting.length > soon && all.length < (this.#definition.concurrency ?? 2)) this.#grow()
  }

  #grow(): void {
    const listener: EnvironmentListener = {
      started: this.#usage.start(),
      ready: (environment) => {
        this.#serve()
        if (environment.ready) this.#restLater(environment)
      },
      gone: (environment, initFailure) => this.#lost(environment, initFailure),
    }
    const spare = this.#surroundings.spares?.take(startOf(this.#definition, this.#surroundings))
    const environment = spare ?? new ExecutionEnvironment(this.#definition, this.#surroundings, listener)
    this.#environments.set(environment, () => undefined)
    if (spare === undefined) return
    spare.moveTo(this.#surroundings, listener)
    listener.ready(spare)
  }

  #restLater(environment: ExecutionEnvironment): void {
    const { clock } = this.#surroundings
    const [idle, kept] = this.#definition.seldom === true ? [seldomIdleMs, 0] : [idleMs, 1]
    const cancel = clock.at(clock.now() + idle, () => {
      const staying = [...this.#environments.keys()].filter(({ leaving }) => !leaving)
      if (environment.ready && staying.length > kept) this.#dismiss(environment)
    })
    this.#environments.set(environment, cancel)
  }

  #dismiss(environment: ExecutionEnvironment): void {
    const { spares } = this.#surroundings
    if (spares === undefined) return void environment.stop()
    // This very cloud may want it back: where a test skips an hour, nothing has rested for long.
    this.#environments.delete(environment)
    void spares.keep(environment)
  }

  #lost(environment: ExecutionEnvironment, initFailure: FunctionFailed | undefined): void {
    this.#environments.get(environment)?.()
    this.#environments.delete(environment)
    if (this.#stopped) return
    if (initFailure !== undefined) {
      this.#surroundings.onLog(this.#definition.name, `Could not start: ${initFailure.message}`)
      // As on AWS, one start that fails is one invocation that fails; the next one starts again.
      this.#waiting.shift()?.reject(initFailure)
    }
    this.#serve()
  }
}

const stopped = () => new FunctionFailed('Local.Stopped', 'The local cloud is stopping')
