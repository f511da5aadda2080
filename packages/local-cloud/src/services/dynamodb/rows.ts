/** Bounds in text order, as level databases write them. */
export interface Range {
  readonly gt?: string
  readonly gte?: string
  readonly lt?: string
  readonly lte?: string
  readonly reverse?: boolean
  /** -1 for all. */
  readonly limit?: number
}

/** JSON texts by key, readable in the order of their keys. Kept as text so that nobody can change what is stored. */
export class Rows {
  readonly #texts = new Map<string, string>()
  readonly #keys: string[] = []

  get(key: string): string | undefined {
    return this.#texts.get(key)
  }

  set(key: string, text: string): void {
    if (!this.#texts.has(key)) this.#keys.splice(this.#placeOf(key), 0, key)
    this.#texts.set(key, text)
  }

  delete(key: string): void {
    if (this.#texts.delete(key)) this.#keys.splice(this.#placeOf(key), 1)
  }

  range({ gt, gte, lt, lte, reverse = false, limit = -1 }: Range = {}): string[] {
    const start = gt !== undefined ? this.#placeAfter(gt) : gte !== undefined ? this.#placeOf(gte) : 0
    const end = lt !== undefined ? this.#placeOf(lt) : lte !== undefined ? this.#placeAfter(lte) : this.#keys.length
    const keys = this.#keys.slice(start, Math.max(start, end))
    if (reverse) keys.reverse()
    return (limit < 0 ? keys : keys.slice(0, limit)).flatMap((key) => this.#texts.get(key) ?? [])
  }

  /** Where `key` stands, or would. */
  #placeOf(key: string): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#keys[middle] ?? '') < key) low = middle + 1
      else high = middle
    }
    return low
  }

  #placeAfter(key: string): number {
    const place = this.#placeOf(key)
    return this.#keys[place] === key ? place + 1 : place
  }
}

/** What one write would change. Nobody else sees it before it is applied, and dropping it undoes it. */
export class Draft {
  readonly #changes = new Map<Rows, Map<string, string | undefined>>()

  get(rows: Rows, key: string): string | undefined {
    const changed = this.#changes.get(rows)
    return changed?.has(key) === true ? changed.get(key) : rows.get(key)
  }

  /** @param text `undefined` deletes */
  set(rows: Rows, key: string, text: string | undefined): void {
    const changed = this.#changes.get(rows) ?? new Map<string, string | undefined>()
    this.#changes.set(rows, changed.set(key, text))
  }

  /** What it changes in `rows`: key, and the text to be. */
  changesOf(rows: Rows): [key: string, text: string | undefined][] {
    return [...(this.#changes.get(rows) ?? [])]
  }

  apply(): void {
    for (const [rows, changed] of this.#changes) {
      for (const [key, text] of changed) {
        if (text === undefined) rows.delete(key)
        else rows.set(key, text)
      }
    }
  }
}
