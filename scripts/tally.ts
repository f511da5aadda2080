/** How many tests, in whatever way they were told. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

/** What a line of a program's output counts; `undefined` when it counts nothing. */
export function tallyIn(line: string): Tally | undefined {
  const inJest = /^(\d+) passed, (\d+) failed/.exec(line)
  if (inJest) return { passed: Number(inJest[1]), failed: Number(inJest[2]) }
  const inQemu = /^qemu: (\d+) stories, (\d+) failed/.exec(line)
  if (inQemu) return { passed: Number(inQemu[1]) - Number(inQemu[2]), failed: Number(inQemu[2]) }
  return undefined
}

/** A program that did not succeed counts as one failure at least: it may have ended before it could count. */
export function tallyOf(counted: Tally | undefined, status: number | null): Tally {
  const { passed, failed } = counted ?? { passed: 0, failed: 0 }
  return { passed, failed: status === 0 ? failed : Math.max(1, failed) }
}
