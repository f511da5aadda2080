import type { Action } from './action.ts'
import type { services } from './registry.ts'

/** Services by name. Each loads its file, all of whose exports are actions, only when it is called. */
export type Services = Readonly<Record<string, () => Promise<Readonly<Record<string, Action>>>>>

/** What a team's `andon.actions.ts` exports. A name that Andon has itself is an error in the editor. */
export type OwnActions = { readonly [Service in keyof typeof services]?: never } & Services
