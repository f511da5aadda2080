import type { Action } from './action.ts'
import type { Services } from './own-actions.ts'
import { services } from './registry.ts'

/** Actions by the name that a config calls them by: `ecs.redeploy`. */
export type Catalogue = ReadonlyMap<string, Action>

/** Of Andon's own services. */
export const serviceNames: readonly string[] = Object.keys(services)

/**
 * @param names of services; unknown ones are ignored. Andon's own unless told
 * @param own services of a team's own; one that is called as Andon's is never loaded
 */
export async function catalogueOf(names: Iterable<string> = serviceNames, own: Services = {}): Promise<Catalogue> {
  const wanted = new Set(names)
  const loaded = Object.entries<Services[string]>({ ...own, ...services })
    .filter(([service]) => wanted.has(service))
    .map(async ([service, load]) => actionsIn(service, await load()))
  return new Map((await Promise.all(loaded)).flat())
}

const actionsIn = (service: string, file: Readonly<Record<string, Action>>): [string, Action][] =>
  Object.entries(file).map(([verb, action]) => [`${service}.${verb}`, action])

/** `ecs` of `ecs.redeploy` */
export const serviceOf = (action: string): string => action.split('.')[0] ?? ''
