// The `andon` command. `program.ts` says what it takes.
import { randomUUID } from 'node:crypto'
import { enableCompileCache } from 'node:module'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../functions/adapters/system-clock.ts'
import { realTerminal } from './terminal.ts'
import type { ExitCode, Host } from './verb.ts'

// As when somebody pipes it into `head`: nobody reads on, and nothing is wrong.
process.stdout.on('error', () => process.exit(0))

// What was compiled the last time is not compiled again, where that can be kept: it halves the time to the first word.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/andon'))

const host: Omit<Host, 'connect'> = {
  terminal: realTerminal(process),
  clock: systemClock,
  user: userInfo().username,
  newId: randomUUID,
}
const args = process.argv.slice(2)
process.exitCode = await (needsOnlyTheConfig(args) ? explainOnly(args) : anyVerb(args))

/** Whoever asks "what would happen?" again and again does not wait for AWS's clients to be loaded each time. */
function needsOnlyTheConfig([verb, ...rest]: readonly string[]): boolean {
  return verb === 'explain' && !rest.includes('--live') && !rest.includes('--laptop')
}

async function explainOnly(typed: readonly string[]): Promise<ExitCode> {
  const { runVerbs } = await import('./run-verbs.ts')
  const { explainVerb } = await import('./explain/explain.ts')
  const connect = () => {
    throw new Error('explaining by the config alone asks nothing of AWS')
  }
  return runVerbs(typed, { ...host, connect }, [explainVerb])
}

async function anyVerb(typed: readonly string[]): Promise<ExitCode> {
  const { connectTo } = await import('./aws.ts')
  const { andon } = await import('./program.ts')
  return andon(typed, { ...host, connect: connectTo })
}
