import fc from 'fast-check'
import { type History, history } from './history.ts'
import { oracles, properties, type Property } from './oracles.ts'
import { situations } from './situations.ts'
import type { Broken } from './facts.ts'
import { World } from './world.ts'

/** The histories of one seed, and what every oracle says of each. */
export interface Lived {
  readonly seed: number
  /** By property, the first history in which it did not hold. */
  readonly found: ReadonlyMap<Property, number>
  /** By property and situation, in how many histories it came; no more than enough are counted. */
  readonly met: Readonly<Record<string, number>>
}

const enough = 40

/** A history that cannot be lived to its end is stuck, too. */
async function wrongIn(lived: History, property: Property, broken: Broken = {}) {
  const world = new World(lived, broken)
  const endless: string[] = []
  await world.live().catch((error: unknown) => void endless.push(String(error)))
  return { world, wrong: [...(property === 'never stuck' ? endless : []), ...oracles[property](world)] }
}

/** Lives through many histories, and asks all oracles about each. @param until the property whose first violation ends it @param of which histories */
export async function liveThrough(
  seed: number,
  numRuns: number,
  broken: Broken = {},
  until?: Property,
  of = history,
): Promise<Lived> {
  const found = new Map<Property, number>()
  const met: Record<string, number> = {}
  let run = 0
  const all = fc.asyncProperty(of, async (each) => {
    if (until !== undefined && found.has(until)) return
    const world = new World(each, broken)
    let isThrough = true
    await world.live().catch(() => void (isThrough = false))
    for (const property of properties) {
      const isWrong = isThrough ? oracles[property](world).length > 0 : property === 'never stuck'
      if (isWrong && !found.has(property)) found.set(property, run)
      for (const [name, isMet] of Object.entries(situations[property])) {
        const key = `${property}: ${name}`
        if ((met[key] ?? 0) < enough) met[key] = (met[key] ?? 0) + (isMet(world) ? 1 : 0)
      }
    }
    run++
  })
  // Nobody reads where the many faults of many histories were made, and each of these stacks takes its time.
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  await fc.assert(all, { seed, numRuns }).finally(() => (Error.stackTraceLimit = stackTraceLimit))
  return { seed, found, met }
}

/** The smallest history in which a property does not hold, in words, with what it takes to live through it again. */
export async function explained({ seed, found }: Lived, property: Property, broken: Broken = {}): Promise<string> {
  const run = found.get(property)
  if (run === undefined) return ''
  const holds = fc.asyncProperty(history, async (each) => {
    const { wrong } = await wrongIn(each, property, broken)
    return wrong.length === 0
  })
  const { counterexample, counterexamplePath } = await fc.check(holds, {
    seed,
    path: String(run),
    numRuns: 1,
    interruptAfterTimeLimit: 20_000,
  })
  const [smallest] = counterexample ?? []
  if (smallest === undefined) return `run ${run} of seed ${seed} failed, and then did not`
  const { world, wrong } = await wrongIn(smallest, property, broken)
  return [
    `${property}: seed ${seed}, path ${JSON.stringify(counterexamplePath)}`,
    ...wrong,
    '',
    ...world.told(),
    '',
    JSON.stringify({ ...smallest, choices: [...smallest.choices] }),
  ].join('\n')
}
