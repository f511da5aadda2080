import { compilePattern } from '@andon/event-pattern'

/** Whether an item fits any of the filters; without filters everything does. Throws `BadPattern`. */
export function filterOf(patterns: readonly unknown[] = []): (item: unknown) => boolean {
  const filters = patterns.map((pattern) => compilePattern(pattern))
  return (item) => filters.length === 0 || filters.some((fits) => fits(item))
}
