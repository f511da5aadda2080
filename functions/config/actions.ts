import type { ownActions } from '../../andon.actions.ts'
import type { Action } from '../actions/action.ts'
import type { services } from '../actions/registry.ts'
import type { FromSignal, SignalPart } from '../domain/from-signal.ts'
import type { JsonObject } from '../domain/json.ts'

/** One action with its input, as data: `{ action: 'ecs.redeploy', with: { cluster: 'shop', service: 'checkout' } }`. */
export interface ActionData {
  readonly action: string
  readonly with: JsonObject
}

/** What a config writes for the actions of these services, as a registry has them: `actions.ecs.redeploy`. */
export type ActionsOf<Registry> = {
  readonly [Service in keyof Registry]: Registry[Service] extends () => Promise<infer File>
    ? {
        readonly [Verb in keyof File]: File[Verb] extends Action<infer Given>
          ? (input: OrFromSignal<Given>) => ActionData
          : never
      }
    : never
}
type AllActions = ActionsOf<typeof services & typeof ownActions>

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
 * All that a playbook can do, by service: `actions.ecs.redeploy({ cluster, service })`, or what the project's own
 * `andon.actions.ts` adds. What it gives is data. The types are those of the actions' own code, but nothing of that code
 * is imported: every function bundles the config.
 */
export const actions = named()

function named(): AllActions
function named(): unknown {
  return byName((service) => byName((verb) => (input: JsonObject) => ({ action: `${service}.${verb}`, with: input })))
}

/** An object whose every field is made from its name. */
function byName(make: (name: string) => unknown): object {
  return new Proxy({}, { get: (_, name) => (typeof name === 'string' ? make(name) : undefined) })
}
