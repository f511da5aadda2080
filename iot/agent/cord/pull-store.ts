import { closeSync, fsync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { KeptPull } from './kept-pull.ts'
import { readKeptPull } from './read-kept-pull.ts'

/** Where pulls wait. What cannot be done is told to `log` and done without. */
export interface PullStore {
  /** What was waiting when it was opened, in the order of pulling. */
  readonly found: readonly KeptPull[]
  /**
   * Once this has returned true the pull outlives this process, however that ends. A power cut it outlives only some
   * moments later: a person's lamp must not stand still while an SD card thinks, so that is waited for by others.
   */
  add(pull: KeptPull): boolean
  remove(pull: KeptPull): void
  /** Resolves once the disk itself holds all that was added. */
  settled(): Promise<void>
}

/** Keeps nothing: for a machine without a place to write. */
export const noStore: PullStore = { found: [], add: () => false, remove: () => {}, settled: async () => {} }

const sync = promisify(fsync)

/** One file a pull, numbered in their order, in a folder that is made where it is missing. */
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
      const file = attempt(() => write(path, JSON.stringify(pull)), 'a pull could not be kept on disk', log)
      if (file === undefined) return false
      files.set(pull.id, `${path}.json`)
      synced = synced.then(() => settle(file, folder, log))
      return true
    },
    remove(pull) {
      const file = files.get(pull.id)
      if (file === undefined) return
      files.delete(pull.id)
      attempt(() => rmSync(file, { force: true }), 'a pull that was sent is still on disk and will be sent again', log)
    },
    settled: () => synced,
  }
}

/** What stands at the beginning of each name that is ours, `…/000000000012.json`. */
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
    'pulls are kept in memory only',
    log,
  )
}

/** The pull in a file that an earlier run left. A file that holds none is set aside, for somebody to look at. */
function adopt(folder: string, name: string, log: (line: string) => void): KeptPull | undefined {
  if (name.endsWith('.broken')) return undefined
  const file = join(folder, name)
  const pull = attempt(() => readKeptPull(file), `${name} cannot be read`, log)
  // Cut off while it was written, or just before it got its name.
  const rightful = join(folder, `${numberOf(name)}.${pull === undefined ? 'broken' : 'json'}`)
  if (pull === undefined) log(`${name} holds no pull and is set aside as ${rightful}`)
  if (rightful !== file) attempt(() => renameSync(file, rightful), `${name} cannot be renamed`, log)
  return pull
}

/** Has all of the text under its name, or nothing. The descriptor is still open. */
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
    log(`the disk does not confirm a pull (${wordsOf(error)})`)
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
