interface Since {
  readonly at: number
  readonly holds: boolean
}

/** Which alarms people should know of, and since when: what CloudWatch holds in ALARM and nobody has silenced. */
export class Truth {
  readonly #history = new Map<string, Since[]>()

  /** To be called after each change, with how things stand now. */
  note(name: string, holds: boolean, at: number): void {
    const history = this.#history.get(name) ?? [{ at: 0, holds: false }]
    this.#history.set(name, history)
    if (history.at(-1)?.holds !== holds) history.push({ at, holds })
  }

  /** @returns since when it holds without a break; undefined when it does not */
  holdsSince(name: string): number | undefined {
    const last = this.#history.get(name)?.at(-1)
    return last?.holds ? last.at : undefined
  }

  /** Whether it was so at any time around `at`: an answer of CloudWatch is some seconds old when it is heard. */
  wasSo(name: string, holds: boolean, at: number, tolerance = 15_000): boolean {
    const history = this.#history.get(name) ?? [{ at: 0, holds: false }]
    return history.some(
      (since, nth) =>
        since.holds === holds && since.at <= at + tolerance && (history[nth + 1]?.at ?? Infinity) >= at - tolerance,
    )
  }

  holding(): string[] {
    return [...this.#history.keys()].filter((name) => this.holdsSince(name) !== undefined).sort()
  }
}
