import { isObject, type ElementTest } from './value.ts'

/** What is asked at one place of an event, and below it. */
export interface Place {
  /** One of these must fit a plain value here. */
  asked?: readonly ElementTest[]
  readonly below: Map<string, Place>
}

/** @param paths dotted path → what is asked there */
export function treeOf(paths: ReadonlyMap<string, readonly ElementTest[]>): Place {
  const root: Place = { below: new Map() }
  for (const [path, asked] of paths) {
    const place = path.split('.').reduce(step, root)
    place.asked = asked
  }
  return root
}

function step(place: Place, name: string): Place {
  const known = place.below.get(name)
  if (known !== undefined) return known
  const next: Place = { below: new Map() }
  place.below.set(name, next)
  return next
}

/** The places that may be absent, and are: nowhere in the event, in no element of any list, is there a value. */
export function absentIn(event: unknown, root: Place): ReadonlySet<Place> {
  const absent = new Set<Place>()
  const look = (place: Place, values: readonly unknown[]) => {
    if (place.asked?.includes('absent') && values.every((value) => typeof value === 'object' && value !== null)) {
      absent.add(place)
    }
    for (const [name, next] of place.below)
      look(
        next,
        values.flatMap((value) => spread(valuesAt(value, name))),
      )
  }
  look(root, spread([event]))
  return absent
}

/**
 * Whether all that is asked at `place` and below is found in `values`, which lie in the same element of every list
 * on the way. Each list is entered one element at a time: what is asked together must be found together.
 */
export function holds(place: Place, values: readonly unknown[], absent: ReadonlySet<Place>): boolean {
  const list = values.find((value) => Array.isArray(value))
  if (list !== undefined) {
    const others = [...values.filter((value) => value !== list), ...list.filter(isPlain)]
    return [undefined, ...list.filter((element) => !isPlain(element))].some((element) =>
      holds(place, element === undefined ? others : [...others, element], absent),
    )
  }

  if (place.asked !== undefined && !absent.has(place) && !values.some((value) => fits(place, value))) return false
  return [...place.below].every(([name, next]) =>
    holds(
      next,
      values.flatMap((value) => valuesAt(value, name)),
      absent,
    ),
  )
}

const fits = (place: Place, value: unknown) =>
  isPlain(value) && place.asked?.some((test) => test !== 'absent' && test(value)) === true

const isPlain = (value: unknown) => typeof value !== 'object' || value === null

/** A dot in a name and a step into an object are the same: `a` of `{ "a.b": 1 }` is `{ "b": 1 }`. */
function valuesAt(value: unknown, name: string): unknown[] {
  if (!isObject(value)) return []
  const found = Object.hasOwn(value, name) ? [value[name]] : []
  const dotted = `${name}.`
  for (const [key, inner] of Object.entries(value)) {
    if (key.startsWith(dotted)) found.push({ [key.slice(dotted.length)]: inner })
  }
  return found
}

/** All elements of all lists within lists. */
const spread = (values: readonly unknown[]): unknown[] =>
  values.flatMap((value) => (Array.isArray(value) ? spread(value) : [value]))
