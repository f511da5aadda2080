import { createHash } from 'node:crypto'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Collection, Store } from '../../store.ts'
import type { FunctionDefinition } from './function.ts'

/** A published version, as it is kept: what runs that began with it go on with. */
interface Published {
  readonly version: string
  /** Of code and configuration. */
  readonly fingerprint: string
  /** The address of the endpoint stands as `endpointHere` in it: the next start may have another. */
  readonly definition: Omit<FunctionDefinition, 'directory'>
  /** Base64 by path. */
  readonly files: Readonly<Record<string, string>>
}
const endpointHere = '{endpoint}'

/** The versions of durable functions: code and configuration that no later deployment changes. */
export class Versions {
  readonly #kept: Collection<Published>
  readonly #endpoint: string
  readonly #folders: string[] = []

  /** @param endpoint the AWS endpoint's address, without which none is known */
  constructor(store: Store, endpoint = endpointHere) {
    this.#kept = store.collection('lambda-versions')
    this.#endpoint = endpoint
  }

  /** The definition as a version: a new one, unless it is the same as the newest. */
  publish(given: FunctionDefinition): FunctionDefinition {
    const { directory, ...rest } = given
    const definition = this.#moved(rest, this.#endpoint, endpointHere)
    const files = filesIn(directory)
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([definition, files]))
      .digest('hex')
    const newest = this.#of(given.name).at(-1)
    const version = newest?.fingerprint === fingerprint ? newest.version : String(Number(newest?.version ?? 0) + 1)
    if (version !== newest?.version) {
      this.#kept.put(keyOf(given.name, version), { version, fingerprint, definition, files })
    }
    // Not a copy: whoever changes the environment it was given means this one.
    return Object.assign(given, { version })
  }

  /** A version of an earlier deployment, laid out in a folder of its own; undefined when it is not kept. */
  open(name: string, version: string): FunctionDefinition | undefined {
    const kept = this.#kept.get(keyOf(name, version))
    if (kept === undefined) return undefined
    const directory = mkdtempSync(join(tmpdir(), `${name}-${version}-`))
    this.#folders.push(directory)
    for (const [path, content] of Object.entries(kept.files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true })
      writeFileSync(join(directory, path), content, 'base64')
    }
    return { ...this.#moved(kept.definition, endpointHere, this.#endpoint), directory, version }
  }

  /** Forgets all versions but the newest of each function, and those that are still needed. */
  forgetUnless(isNeeded: (name: string, version: string) => boolean): void {
    const all = this.#kept.entries().map(([key, { definition, version }]) => ({ key, name: definition.name, version }))
    for (const [nth, { key, name, version }] of all.entries()) {
      const isNewest = all[nth + 1]?.name !== name
      if (!isNewest && !isNeeded(name, version)) this.#kept.delete(key)
    }
  }

  /** Removes the folders of those that were opened. */
  close(): void {
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  }

  #of = (name: string): Published[] => this.#kept.entries(`${name}/`).map(([, published]) => published)

  #moved(definition: Published['definition'], from: string, to: string): Published['definition'] {
    const variables = Object.entries(definition.environment).map(([name, value]) => [name, value.replaceAll(from, to)])
    return { ...definition, environment: Object.fromEntries(variables) }
  }
}

/** In text order the newest comes last. */
const keyOf = (name: string, version: string) => `${name}/${version.padStart(9, '0')}`

function filesIn(directory: string): Record<string, string> {
  const paths = globSync('**/*', { cwd: directory }).filter((path) => statSync(join(directory, path)).isFile())
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(directory, path), 'base64')]))
}
