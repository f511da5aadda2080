import { readFileSync, statSync } from 'node:fs'
import { keptPull, type KeptPull } from './kept-pull.ts'

/** Bytes. A pull takes some 150; what is much longer is none. */
const largest = 4096

/** The pull in a file; `undefined` where it holds none, or not all of one. Throws what the disk says. */
export function readKeptPull(file: string): KeptPull | undefined {
  if (statSync(file).size > largest) return undefined
  const parsed = keptPull.safeParse(parseJson(readFileSync(file, 'utf8')))
  return parsed.success ? parsed.data : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Half a file, which is what the caller is told.
    return undefined
  }
}
