/** What AWS would bill a function for, measured on this machine since the start. */
export interface FunctionUsage {
  readonly name: string
  readonly memoryMb: number
  readonly invocations: number
  /** Milliseconds of all invocations, each rounded up. */
  readonly ms: number
  /** Environments that were started. */
  readonly starts: number
  /** Milliseconds from the start of a process until it could take an invocation, of all starts. */
  readonly startMs: number
}

/** Counts one function's use. */
export class UsageCount {
  #invocations = 0
  #ms = 0
  #starts = 0
  #startMs = 0

  async invocation<T>(running: Promise<T>): Promise<T> {
    const began = performance.now()
    try {
      return await running
    } finally {
      this.#invocations++
      this.#ms += Math.ceil(performance.now() - began)
    }
  }

  /** Returns what is to be called once the environment is ready. */
  start(): () => void {
    const began = performance.now()
    return () => {
      this.#starts++
      this.#startMs += Math.ceil(performance.now() - began)
    }
  }

  soFar(): Pick<FunctionUsage, 'invocations' | 'ms' | 'starts' | 'startMs'> {
    return { invocations: this.#invocations, ms: this.#ms, starts: this.#starts, startMs: this.#startMs }
  }
}
