/** Keeps count of what is queued or running, so that `GET /local/idle` can answer when there is nothing left. */
export class Activity {
  #open = new Map<symbol, string>()
  #waiting: (() => void)[] = []
  #listeners = new Set<() => void>()

  /** Something has begun; call what is returned once it has ended. Calling it again does nothing. */
  begin(what: string): () => void {
    const id = Symbol(what)
    this.#open.set(id, what)
    this.#tell()
    return () => {
      if (!this.#open.delete(id)) return
      this.#tell()
      if (this.#open.size > 0) return
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

  /** Calls `listener` whenever something begins or ends. Returns the way to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
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

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
