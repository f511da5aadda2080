import type { Catalogue } from '../actions/catalogue.ts'
import type { Duration } from '../domain/duration.ts'
import type { Countermeasure } from './define-andon.ts'

/** How long a countermeasure waits: as the config says, or as its action would have it. */
export const waitOf = ({ wait, do: { action } }: Countermeasure, actions: Catalogue): Duration =>
  wait ?? actions.get(action)?.wait ?? {}
