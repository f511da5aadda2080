import type { ExecutionEnvironment } from './environment.ts'

/**
 * Execution environments that a cloud has left, warm, for the next one in this process: starting one costs more than
 * most of what it does. One serves on only where it would be started with the very same variables, the endpoint's
 * address among them; so give the next cloud the ports of the last. As on AWS, it remembers what its module does.
 */
export class SpareEnvironments {
  readonly #kept = new Set<ExecutionEnvironment>()
  #ended = false

  /** Call only while it is `idle`. */
  async keep(environment: ExecutionEnvironment): Promise<void> {
    if (this.#ended) return environment.stop()
    this.#kept.add(environment)
    environment.moveTo(
      { clock: { now: () => 0, at: () => () => undefined }, environment: {}, onLog: () => undefined },
      { started: () => undefined, ready: () => undefined, gone: () => void this.#kept.delete(environment) },
    )
  }

  /** One that was started with this, if there is any. */
  take(startedWith: string): ExecutionEnvironment | undefined {
    const found = [...this.#kept].find((environment) => environment.startedWith === startedWith)
    if (found !== undefined) this.#kept.delete(found)
    return found
  }

  /** Ends all that nobody took, and what is left from now on. */
  async end(): Promise<void> {
    this.#ended = true
    await Promise.all([...this.#kept].map((environment) => environment.stop()))
  }
}
