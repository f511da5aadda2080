import { type Action, type Prepared, risks } from '../../functions/actions/action.ts'
import { catalogueOf, serviceOf } from '../../functions/actions/catalogue.ts'
import type { JsonObject } from '../../functions/domain/json.ts'
import { own } from '../../functions/domain/own.ts'
import { examples } from '../../test/actions/examples.ts'
import { notes, serviceTitles, whyNoUndo } from './words.ts'

/** One action, as its declaration has it, with what the pages add. */
export interface Declared {
  /** `ecs.redeploy` */
  readonly name: string
  readonly service: string
  readonly verb: string
  readonly action: Action
  /** An input that it takes. */
  readonly example: JsonObject
  /** What it may call with that input. */
  readonly calls: Prepared['calls']
  /** Why it cannot be undone, where it cannot. */
  readonly whyNoUndo: string | undefined
  readonly note: string | undefined
}

/** All actions of our own, by service. Throws an Error that says what is missing for one of them, or is there for none. */
export async function declaredActions(): Promise<readonly Declared[]> {
  const catalogue = await catalogueOf()
  const inputs = new Map(examples.map(({ action, with: input }) => [action, input]))
  requireOneEach(
    'an example in test/actions/examples.ts',
    [...catalogue.keys()],
    examples.map(({ action }) => action),
  )
  requireOneEach(
    'a title in scripts/actions-docs/words.ts',
    servicesOf([...catalogue.keys()]),
    Object.keys(serviceTitles),
  )
  const stay = [...catalogue].filter(([, { canUndo }]) => !canUndo).map(([name]) => name)
  requireOneEach('a reason why it is not undone in scripts/actions-docs/words.ts', stay, Object.keys(whyNoUndo))
  requireOneEach(
    'a note in scripts/actions-docs/words.ts',
    Object.keys(notes).filter((name) => catalogue.has(name)),
    Object.keys(notes),
  )
  return [...catalogue].map(([name, action]) => {
    const service = serviceOf(name)
    const example = inputs.get(name) ?? {}
    const verb = name.slice(service.length + 1)
    const { calls } = action.on(example)
    return { name, service, verb, action, example, calls, whyNoUndo: own(whyNoUndo, name), note: own(notes, name) }
  })
}

const servicesOf = (names: readonly string[]) => [...new Set(names.map(serviceOf))]

function requireOneEach(what: string, wanted: readonly string[], found: readonly string[]): void {
  const missing = wanted.filter((name) => !found.includes(name))
  if (missing.length > 0) throw new Error(`${missing.join(', ')}: ${what} is missing`)
  const spare = found.filter((name, nth) => !wanted.includes(name) || found.indexOf(name) !== nth)
  if (spare.length > 0) throw new Error(`${spare.join(', ')}: ${what} is one too many`)
}

/** By service, in their order. */
export const byService = (all: readonly Declared[]): readonly (readonly [service: string, actions: Declared[]])[] => [
  ...Map.groupBy(all, ({ service }) => service),
]

/** How many there are of each risk. */
export const countsByRisk = (all: readonly Declared[]) =>
  risks.map((risk) => ({ risk, count: all.filter(({ action }) => action.risk === risk).length }))
