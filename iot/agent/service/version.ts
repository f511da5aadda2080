import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod/mini'

/** On a Pi it lies beside the bundle; in a checkout, at the root. */
const beside = new URL('package.json', import.meta.url)
const packageJson = existsSync(beside) ? beside : new URL('../../../package.json', import.meta.url)

/** This agent's version. */
export const agentVersion = () =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageJson, 'utf8'))).version
