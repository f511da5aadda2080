import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Failure } from '../failure.ts'

export interface ReadFolder {
  readonly events: readonly unknown[]
  /** What could not be read, and why. */
  readonly leftOut: readonly string[]
}

const endings = /\.(json|jsonl|ndjson|log|txt)(\.gz)?$/i

/**
 * Every event in the files of a folder and of its folders: one event a file, a list of them, or one a line, packed by
 * gzip or not. Rejects with `Failure` where there is no such folder, or nothing in it.
 */
export async function readFolder(folder: string): Promise<ReadFolder> {
  const files = await filesIn(folder)
  const read = await Promise.all(files.map((file) => eventsIn(join(folder, file), file)))
  const events = read.flatMap((one) => one.events)
  const leftOut = read.flatMap((one) => one.leftOut)
  if (events.length > 0) return { events, leftOut }
  const why =
    files.length === 0 ? 'no file ends in .json, .jsonl, .ndjson, .log or .txt' : (leftOut[0] ?? 'they are empty')
  throw new Failure(`${folder} holds no events: ${why}.`, 'Name a folder of events as EventBridge delivers them.')
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    const all = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = all.filter((one) => one.isFile() && endings.test(one.name))
    return files.map(({ parentPath, name }) => join(parentPath, name).slice(join(folder, '/').length)).toSorted()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Failure(`${folder} cannot be read: ${why}.`, 'Name a folder that holds events.')
  }
}

async function eventsIn(path: string, file: string): Promise<ReadFolder> {
  try {
    const bytes = await readFile(path)
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '')
    const whole = parsed(text)
    if (whole !== undefined) return { events: [whole.value].flat(), leftOut: [] }
    return linesIn(text, file)
  } catch (error) {
    return { events: [], leftOut: [`${file}: ${error instanceof Error ? error.message : String(error)}`] }
  }
}

function linesIn(text: string, file: string): ReadFolder {
  const lines = text.split(/\r?\n/).flatMap((line, nth) => (line.trim() === '' ? [] : [{ nth, found: parsed(line) }]))
  return {
    events: lines.flatMap(({ found }) => (found === undefined ? [] : [found.value].flat())),
    leftOut: lines.flatMap(({ nth, found }) => (found === undefined ? [`${file}, line ${nth + 1}: not JSON`] : [])),
  }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
