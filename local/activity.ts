/** Keeps count of what is queued or running, so that `GET /local/idle` can answer when there is nothing left. */
export class Activity {
  #open = new Map<symbol, string>()
  #waiting: (() => void)[] = []

  /** Something has begun; call what is returned once it has ended. Calling it again does nothing. */
  begin(what: string): () => void {
    const id = Symbol(what)
    this.#open.set(id, what)
    return () => {
      if (!this.#open.delete(id) || this.#open.size > 0) return
      for (const wake of this.#waiting.splice(0)) wake()
    }
  }

  async during<T>(what: string, work: Promise<T>): Promise<T> {
    const end = this.begin(what)
    try {
      return await work
    } finally {
      end()
    }
  }

  /** What has begun and not ended. */
  open(): string[] {
    return [...this.#open.values()]
  }

  /** Resolves when nothing is open, and stays so through one turn of the event loop. */
  async idle(): Promise<void> {
    do {
      if (this.#open.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
      await new Promise((resolve) => setImmediate(resolve))
    } while (this.#open.size > 0)
  }
}
