import type { Cancel } from '../../clock.ts'
import { ExecutionEnvironment, type EnvironmentOptions } from './environment.ts'
import type { FunctionDefinition } from './function.ts'
import type { Invocation } from './runtime-api.ts'
import { FunctionFailed } from './functions.ts'
import { type FunctionUsage, UsageCount } from './usage.ts'

/** An environment beyond the first is ended when it has had nothing to do for this long. */
const idleMs = 60_000

interface Waiting {
  readonly invocation: Invocation
  readonly resolve: (answer: Promise<unknown>) => void
  readonly reject: (failure: FunctionFailed) => void
}

/** The execution environments of one function: one stays warm, more come under load, each does one thing at a time. */
export class EnvironmentPool {
  readonly #definition: FunctionDefinition
  readonly #surroundings: EnvironmentOptions
  readonly #environments = new Map<ExecutionEnvironment, Cancel>()
  readonly #usage = new UsageCount()
  #waiting: Waiting[] = []
  #stopped = false

  constructor(definition: FunctionDefinition, surroundings: EnvironmentOptions) {
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
    await Promise.all([...this.#environments.keys()].map((environment) => environment.stop()))
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
    const started = this.#usage.start()
    const environment = new ExecutionEnvironment(this.#definition, this.#surroundings, {
      started,
      ready: () => {
        this.#serve()
        if (environment.ready) this.#restLater(environment)
      },
      gone: (_, initFailure) => this.#lost(environment, initFailure),
    })
    this.#environments.set(environment, () => undefined)
  }

  #restLater(environment: ExecutionEnvironment): void {
    const { clock } = this.#surroundings
    const cancel = clock.at(clock.now() + idleMs, () => {
      const staying = [...this.#environments.keys()].filter(({ leaving }) => !leaving)
      if (environment.ready && staying.length > 1) void environment.stop()
    })
    this.#environments.set(environment, cancel)
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
