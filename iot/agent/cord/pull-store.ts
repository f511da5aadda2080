import { closeSync, fsync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { KeptPull } from './kept-pull.ts'
import { readKeptPull } from './read-kept-pull.ts'

/** Keeps pulls on disk. If it cannot, it says so in `log`, and the agent goes on without. */
export interface PullStore {
  /** The pulls from earlier runs, in order. */
  readonly found: readonly KeptPull[]
  /**
   * Returns true if the pull now survives the end of this process. It survives a power cut only some moments later, see
   * `settled`: the lamp must not stand still while an SD card writes.
   */
  add(pull: KeptPull): boolean
  remove(pull: KeptPull): void
  /** Resolves when all pulls are safely on the disk. */
  settled(): Promise<void>
}

/** Keeps nothing: for a machine without a folder to write to. */
export const noStore: PullStore = { found: [], add: () => false, remove: () => {}, settled: async () => {} }

const sync = promisify(fsync)

/** One file for each pull, numbered in order. Makes the folder if it is missing. */
export function openPullStore(folder: string, log: (line: string) => void): PullStore {
  const names = namesIn(folder, log)
  if (names === undefined) return noStore
  const files = new Map<string, string>()
  const found = names.flatMap((name) => {
    const pull = adopt(folder, name, log)
    if (pull !== undefined) files.set(pull.id, join(folder, `${numberOf(name)}.json`))
    return pull ?? []
  })
  let last = Number(numberOf(names.at(-1) ?? '0'))
  let synced = Promise.resolve()

  return {
    found,
    add(pull) {
      const path = join(folder, String(++last).padStart(12, '0'))
      const file = attempt(
        () => write(path, JSON.stringify(pull)),
        'a pull could not be written to disk; it is kept in memory',
        log,
      )
      if (file === undefined) return false
      files.set(pull.id, `${path}.json`)
      synced = synced.then(() => settle(file, folder, log))
      return true
    },
    remove(pull) {
      const file = files.get(pull.id)
      if (file === undefined) return
      files.delete(pull.id)
      attempt(
        () => rmSync(file, { force: true }),
        'a sent pull could not be removed from disk; it will be sent again after a restart',
        log,
      )
    },
    settled: () => synced,
  }
}

/** Names of our files, such as `000000000012.json`. */
const ours = /^(\d{12})\.(json|tmp|broken)$/
const numberOf = (name: string) => name.slice(0, 12)

function namesIn(folder: string, log: (line: string) => void): readonly string[] | undefined {
  return attempt(
    () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      return readdirSync(folder)
        .filter((name) => ours.test(name))
        .sort()
    },
    'pulls cannot be kept on disk; they are kept in memory',
    log,
  )
}

/** The pull in a file from an earlier run. A file without a valid pull is renamed, so that somebody can look at it. */
function adopt(folder: string, name: string, log: (line: string) => void): KeptPull | undefined {
  if (name.endsWith('.broken')) return undefined
  const file = join(folder, name)
  const pull = attempt(() => readKeptPull(file), `${name} cannot be read`, log)
  // An earlier run may have ended while it wrote the file, or before it renamed it.
  const final = join(folder, `${numberOf(name)}.${pull === undefined ? 'broken' : 'json'}`)
  if (pull === undefined) log(`${name} is not a valid pull; it is kept as ${final}`)
  if (final !== file) attempt(() => renameSync(file, final), `${name} cannot be renamed`, log)
  return pull
}

/** Writes the whole file or nothing. Returns the descriptor, still open. */
function write(path: string, text: string): number {
  const file = openSync(`${path}.tmp`, 'wx', 0o600)
  try {
    writeFileSync(file, text)
    renameSync(`${path}.tmp`, `${path}.json`)
    return file
  } catch (error) {
    closeSync(file)
    rmSync(`${path}.tmp`, { force: true })
    throw error
  }
}

async function settle(file: number, folder: string, log: (line: string) => void): Promise<void> {
  try {
    await sync(file).finally(() => closeSync(file))
    await using names = await open(folder)
    await names.sync()
  } catch (error) {
    log(`the disk did not confirm that a pull is written (${wordsOf(error)})`)
  }
}

function attempt<T>(what: () => T, failure: string, log: (line: string) => void): T | undefined {
  try {
    return what()
  } catch (error) {
    log(`${failure} (${wordsOf(error)})`)
    return undefined
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
