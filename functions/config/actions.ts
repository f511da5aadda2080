import type { Action } from '../actions/action.ts'
import type { services } from '../actions/registry.ts'
import type { JsonObject } from '../domain/json.ts'

/** One action with its input, as data: `{ action: 'ecs.redeploy', with: { cluster: 'shop', service: 'checkout' } }`. */
export interface ActionData {
  readonly action: string
  readonly with: JsonObject
}

type Services = typeof services
type FileOf<Service extends keyof Services> = Awaited<ReturnType<Services[Service]>>
type ActionsByService = {
  readonly [Service in keyof Services]: {
    readonly [Verb in keyof FileOf<Service>]: FileOf<Service>[Verb] extends Action<infer Given>
      ? (input: Given) => ActionData
      : never
  }
}

/**
 * All that a playbook can do, by service: `actions.ecs.redeploy({ cluster, service })`. What it gives is data. The
 * types are those of the actions' own code, but nothing of that code is imported: every function bundles the config.
 */
export const actions = named()

function named(): ActionsByService
function named(): unknown {
  return byName((service) => byName((verb) => (input: JsonObject) => ({ action: `${service}.${verb}`, with: input })))
}

/** An object whose every field is made from its name. */
function byName(make: (name: string) => unknown): object {
  return new Proxy({}, { get: (_, name) => (typeof name === 'string' ? make(name) : undefined) })
}
