import { readFileSync, statSync } from 'node:fs'
import { keptPull, type KeptPull } from './kept-pull.ts'

/** Bytes. A pull takes about 150; a much longer file is not one. */
const largest = 4096

/** The pull in a file; `undefined` if the file holds no whole pull. Throws the disk's errors. */
export function readKeptPull(file: string): KeptPull | undefined {
  if (statSync(file).size > largest) return undefined
  const parsed = keptPull.safeParse(parseJson(readFileSync(file, 'utf8')))
  return parsed.success ? parsed.data : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Half a file: the caller gets `undefined`.
    return undefined
  }
}
