import { existsSync } from 'node:fs'
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import * as z from 'zod/mini'
import type { Disk } from './disk.ts'
import { Failure } from './failure.ts'
import type { Places } from './places.ts'

/** An unpacked archive. */
export interface Program {
  readonly folder: string
  /** Names the build: no two differ in content. */
  readonly version: string
}

const packageJson = z.object({ version: z.string().check(z.regex(/^[0-9A-Za-z.+-]{1,64}$/)) })

/** Rejects with `Failure` for what is no unpacked archive. */
export async function readProgram(folder: string): Promise<Program> {
  if (!existsSync(join(folder, 'agent.mjs')))
    throw new Failure(
      `${folder} holds no agent to install`,
      'run this from the folder that andon-light.tgz unpacks to; npx andon light add prints how to fetch it',
    )
  const { version } = packageJson.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
  return { folder, version }
}

/** Puts the program beside those that are there; the one in use stays. */
export async function placeProgram(disk: Disk, places: Places, { folder, version }: Program): Promise<void> {
  // A folder of that name is whole, for it was made in one step.
  if (!existsSync(places.version(version))) await disk.writeFolder(places.version(version), await filesOf(folder))
}

/** Whoever packed or unpacked it, its files are for everyone to read, and its programs to run. */
async function filesOf(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(
    paths.map(async (path) => ({
      name: path.slice(folder.length + 1),
      content: await readFile(path),
      mode: ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755,
    })),
  )
}

/** Relative, so that it is right on a mounted card as well. */
export const use = (disk: Disk, places: Places, version: string) => disk.link(places.current, `versions/${version}`)

/** The version that a link of ours leads to; `undefined` when there is none. */
export async function versionAt(link: string): Promise<string | undefined> {
  return existsSync(link) ? basename(await readlink(link)) : undefined
}

/** How many of the versions that are no longer in use are kept. */
const kept = 2

/** Removes all but those in use and the last two before. */
export async function removeOldPrograms(disk: Disk, places: Places): Promise<readonly string[]> {
  const inUse = await versionAt(places.current)
  const names = (await readdir(places.versions)).filter((name) => name !== inUse)
  const dated = await Promise.all(
    names.map(async (name) => ({ name, since: (await stat(places.version(name))).ctimeMs })),
  )
  const old = dated.toSorted((a, b) => b.since - a.since).slice(kept)
  for (const { name } of old) await disk.remove(places.version(name))
  return old.map(({ name }) => name)
}
