import type { Action } from '../actions/action.ts'
import type { services } from '../actions/registry.ts'
import type { FromSignal, SignalPart } from '../domain/from-signal.ts'
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
      ? (input: OrFromSignal<Given>) => ActionData
      : never
  }
}

/** Each text of an input may come with the signal instead. */
type OrFromSignal<Given> = {
  readonly [Field in keyof Given]: Exclude<Given[Field], undefined> extends string
    ? Given[Field] | FromSignal
    : Given[Field]
}

/** What the config says of an input that comes with the signal. */
export interface Bounds {
  /**
   * What it may be: names, or patterns in which `*` stands for any text. The playbook's role may act on all of these, and
   * on nothing else.
   */
  readonly within: readonly [string, ...string[]]
}

const from =
  (fromSignal: SignalPart) =>
  (name: string, { within }: Bounds): FromSignal => ({ fromSignal, name, within })

/** A dimension of the alarm's metric: `fromDimension('ServiceName', { within: ['checkout', 'cart-*'] })`. */
export const fromDimension = from('dimension')
/** A tag of the alarm, where its event carries them. */
export const fromTag = from('tag')
/** A field of the event's detail, its names joined by dots: `fromDetail('configuration.description', …)`. */
export const fromDetail = from('detail')

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
