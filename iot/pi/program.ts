import { existsSync } from 'node:fs'
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import * as z from 'zod/mini'
import type { Disk } from './disk.ts'
import { PiFailure } from './failure.ts'
import type { Places } from './places.ts'

/** An unpacked archive. */
export interface Program {
  readonly folder: string
  /** Names the build: two builds with the same version have the same content. */
  readonly version: string
}

const packageJson = z.object({ version: z.string().check(z.regex(/^[0-9A-Za-z.+-]{1,64}$/)) })

/** Rejects with `Failure` if the folder is not an unpacked archive. */
export async function readProgram(folder: string): Promise<Program> {
  if (!existsSync(join(folder, 'agent.mjs')))
    throw new PiFailure(
      `there is no agent to install in ${folder}`,
      'unpack andon-light.tgz and run this from its folder; npx andon light add prints how to get it',
    )
  const { version } = packageJson.parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
  return { folder, version }
}

/** Places the program beside the other versions. The one in use stays in use. */
export async function placeProgram(disk: Disk, places: Places, { folder, version }: Program): Promise<void> {
  // If the folder is there, it is complete: it was made in one step.
  if (!existsSync(places.version(version))) await disk.writeFolder(places.version(version), await filesOf(folder))
}

/** The files, for everyone to read, and the programs to run, whatever modes the archive has. */
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

/** A relative link, so that it also works on a mounted card. */
export const use = (disk: Disk, places: Places, version: string) => disk.link(places.current, `versions/${version}`)

/** The version that one of our links points to; `undefined` if there is none. */
export async function versionAt(link: string): Promise<string | undefined> {
  return existsSync(link) ? basename(await readlink(link)) : undefined
}

/** How many old versions to keep. */
const kept = 2

/** Removes all versions but the one in use and the last two before it. */
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
