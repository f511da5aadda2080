import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'

const packageJson = new URL('../../package.json', import.meta.url)

/** The version that this agent came in. */
export const agentVersion = () =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(packageJson, 'utf8'))).version
