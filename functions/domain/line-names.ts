import { own } from './own.ts'

/** What a line was called before: one name, or all of them, the first one first. */
export type Was = string | readonly string[]

interface Named {
  readonly was?: Was
}

/** The first one first. */
export const earlierNames = ({ was = [] }: Named): readonly string[] => (typeof was === 'string' ? [was] : was)

/** The name that a line had first. Its SNS topic keeps it, and so everybody who has subscribed to it. */
export const firstName = (name: string, line: Named): string => earlierNames(line)[0] ?? name

/** The other names of a line that has or had this one: for a moment, what concerns it may stand under any of them. */
export function otherNames(lines: Readonly<Record<string, Named>>, name: string): readonly string[] {
  const known = Object.entries(lines).find(([now, line]) => now === name || earlierNames(line).includes(name))
  if (known === undefined) return []
  const [now, line] = known
  return [now, ...earlierNames(line)].filter((each) => each !== name)
}

/** Lines by each name that they have or had: what began before a line was renamed still calls it as it was. */
export const byEveryName = <Line extends Named>(
  lines: Readonly<Record<string, Line>>,
): Readonly<Record<string, Line>> =>
  Object.fromEntries(
    Object.entries(lines).flatMap(([name, line]) => [...earlierNames(line), name].map((each) => [each, line])),
  )

/**
 * What each light shows, with the earlier names of its lines: until all that is open has moved to the line's new name,
 * some of it stands under the old one, and the light must not be calm meanwhile.
 */
export const shownByEveryName = (
  lights: Readonly<Record<string, { readonly shows: readonly string[] }>>,
  lines: Readonly<Record<string, Named>>,
): Readonly<Record<string, { readonly shows: readonly string[] }>> =>
  Object.fromEntries(
    Object.entries(lights).map(([light, { shows }]) => {
      const earlier = shows.flatMap((name) => earlierNames(own(lines, name) ?? {}))
      return [light, { shows: [...shows, ...earlier] }]
    }),
  )
