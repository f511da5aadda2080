import type { Store } from '../../store.ts'
import { type FunctionDefinition, type FunctionReference, versionOf } from './function.ts'
import { EnvironmentPool, type PoolOptions } from './pool.ts'
import type { FunctionUsage } from './usage.ts'
import { Versions } from './versions.ts'

export interface DeployedFunction {
  readonly definition: FunctionDefinition
  readonly pool: EnvironmentPool
}

/** The functions as they are now, and the versions of earlier deployments that something still runs on. */
export class DeployedFunctions {
  readonly #options: PoolOptions
  readonly #newest = new Map<string, DeployedFunction>()
  /** By name and version. */
  readonly #earlier = new Map<string, DeployedFunction>()
  readonly #versions: Versions

  constructor(options: PoolOptions & { readonly store: Store }) {
    this.#options = options
    this.#versions = new Versions(options.store, options.environment['AWS_ENDPOINT_URL'])
  }

  define(definition: FunctionDefinition): void {
    const published = definition.durable === undefined ? definition : this.#versions.publish(definition)
    this.#newest.set(definition.name, this.#deployed(published))
  }

  /** As it is now. */
  newest(name: string): FunctionDefinition | undefined {
    return this.#newest.get(name)?.definition
  }

  /** The version that is asked for; an alias is its newest one. */
  of(target: FunctionReference): DeployedFunction | undefined {
    const { name } = target
    const newest = this.#newest.get(name)
    const version = this.versionOf(target)
    // Only durable functions have versions to tell apart; what is there of another one is its newest.
    const isNewest = ['$LATEST', newest?.definition.version].includes(version)
    if (newest?.definition.durable === undefined || isNewest) return newest
    const key = `${name}:${version}`
    const definition = this.#earlier.has(key) ? undefined : this.#versions.open(name, version)
    if (definition !== undefined) this.#earlier.set(key, this.#deployed(definition))
    return this.#earlier.get(key)
  }

  versionOf(target: FunctionReference): string {
    return versionOf(target, this.newest(target.name)?.version)
  }

  forgetVersionsUnless(isNeeded: (name: string, version: string) => boolean): void {
    this.#versions.forgetUnless(isNeeded)
  }

  warm(names: ReadonlySet<string>): void {
    for (const [name, { pool }] of this.#newest) if (names.has(name)) pool.warm()
  }

  usage(): FunctionUsage[] {
    return [...this.#newest.values()].map(({ pool }) => pool.usage)
  }

  /** Resolves when all processes are gone. */
  async stop(): Promise<void> {
    await Promise.all([...this.#newest.values(), ...this.#earlier.values()].map(({ pool }) => pool.stop()))
    this.#versions.close()
  }

  #deployed = (definition: FunctionDefinition): DeployedFunction => ({
    definition,
    pool: new EnvironmentPool(definition, this.#options),
  })
}
