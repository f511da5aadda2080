import { setTimeout as after } from 'node:timers/promises'
import { unplugAll } from './gpio-sim.ts'

interface Story {
  readonly name: string
  readonly tell: () => Promise<void>
}
const stories: Story[] = []

/** How long one story may take, in milliseconds. */
const longest = 20_000

/** A story to be told in the emulated machine. It fails when it rejects. */
export function story(name: string, tell: () => Promise<void>): void {
  stories.push({ name, tell })
}

/** Tells all stories, one after the other, each in a machine without chips, and writes a verdict on each for those who watch from outside. */
export async function tellAll(): Promise<void> {
  console.log(`STORIES ${stories.length}`)
  for (const { name, tell } of stories)
    console.log(`VERDICT ${JSON.stringify({ name, failed: await whyFailed(tell) })}`)
}

async function whyFailed(tell: () => Promise<void>): Promise<string | undefined> {
  const failing = Promise.withResolvers<never>()
  process.removeAllListeners('uncaughtException').on('uncaughtException', failing.reject)
  const timer = setTimeout(() => failing.reject(new Error('it did not come to an end')), longest)
  try {
    await Promise.race([tell().then(clearAway), failing.promise])
    return undefined
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  } finally {
    clearTimeout(timer)
    await clearAway()
  }
}

/** What a story left open complains now, while that still counts as its own. */
async function clearAway() {
  unplugAll()
  await after(50)
}
