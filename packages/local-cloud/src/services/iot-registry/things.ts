import { type Collection, type Store } from '../../store.ts'

export interface RegisteredThing {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

/** The template's things, and those that were made when a device was provisioned, which are kept through restarts. */
export class Things {
  readonly #declared: ReadonlyMap<string, RegisteredThing>
  readonly #made: Collection<{ readonly attributes: Readonly<Record<string, string>> }>

  constructor(store: Store, declared: readonly RegisteredThing[]) {
    this.#declared = new Map(declared.map((thing) => [thing.name, thing]))
    this.#made = store.collection('iot-things')
  }

  get(name: string): RegisteredThing | undefined {
    const declared = this.#declared.get(name)
    if (declared !== undefined) return declared
    const made = this.#made.get(name)
    return made && { name, ...made }
  }

  /** In text order of their names. */
  all(): RegisteredThing[] {
    const made = this.#made.entries().map(([name, rest]) => [name, { name, ...rest }] as const)
    return [...new Map([...made, ...this.#declared]).values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  /** Forgets one that was made; the template's stay. */
  forget(name: string): void {
    this.#made.delete(name)
  }

  make({ name, attributes }: RegisteredThing): void {
    this.#made.put(name, { attributes })
  }
}
