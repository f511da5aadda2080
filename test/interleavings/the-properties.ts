import { explained, type Lived, liveThrough } from './lived.ts'
import { properties } from './oracles.ts'
import { situations } from './situations.ts'

/** A quarter of the ten thousand histories: jest runs the files side by side. */
const numRuns = 2500

/** In fewer histories than this a danger was hardly there. */
const least = 3

export function itKeepsEveryProperty(seed: number): void {
  let lived: Lived
  beforeAll(async () => {
    lived = await liveThrough(seed, numRuns)
  })

  it.each(properties)('%s', async (property) => {
    expect(await explained(lived, property)).toBe('')
    for (const name of Object.keys(situations[property])) {
      const key = `${property}: ${name}`
      expect([key, (lived.met[key] ?? 0) >= least]).toEqual([key, true])
    }
  })
}
