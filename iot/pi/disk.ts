import { chmod, mkdir, open, readdir, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Changes on disk. After a power cut each one is done completely or not at all. */
export interface Disk {
  /** Replaces the file. Nobody can ever read half of it, or with another mode. Makes the folders above it. */
  write(path: string, content: string | Uint8Array, mode: number): Promise<void>
  /** Makes `path` a symbolic link to `target`, and replaces what was there. */
  link(path: string, target: string): Promise<void>
  /** Makes a new folder with these files, named by their paths in it. */
  writeFolder(path: string, files: readonly FileToWrite[]): Promise<void>
  /** Moves a file or link, and replaces what was there. */
  rename(path: string, to: string): Promise<void>
  /** Removes a file, link or folder. It may be missing. */
  remove(path: string): Promise<void>
}
export interface FileToWrite {
  readonly name: string
  readonly content: string | Uint8Array
  readonly mode: number
}

export const realDisk: Disk = {
  async write(path, content, mode) {
    await mkdir(dirname(path), { recursive: true })
    await writeThrough(unfinished(path), content, mode)
    await renameThrough(unfinished(path), path)
  },
  async link(path, target) {
    await mkdir(dirname(path), { recursive: true })
    await rm(unfinished(path), { force: true })
    await symlink(target, unfinished(path))
    await renameThrough(unfinished(path), path)
  },
  async writeFolder(path, files) {
    const work = unfinished(path)
    await rm(work, { recursive: true, force: true })
    for (const { name, content, mode } of files) {
      const to = join(work, name)
      await mkdir(dirname(to), { recursive: true, mode: 0o755 })
      await writeThrough(to, content, mode)
    }
    await openFolders(work)
    await renameThrough(work, path)
  },
  rename: renameThrough,
  async remove(path) {
    await rm(path, { recursive: true, force: true })
  },
}

/** In the same folder, so that renaming is one step. What a power cut leaves there is never used. */
const unfinished = (path: string) => join(dirname(path), `.${basename(path)}.new`)

async function writeThrough(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  await rm(path, { force: true })
  const file = await open(path, 'wx', mode)
  try {
    // The umask may have removed permissions.
    await file.chmod(mode)
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function renameThrough(path: string, to: string): Promise<void> {
  await rename(path, to)
  await sync(dirname(to))
}

/** Lets the service's own user, who is not root, enter the folders, whatever the umask is. */
async function openFolders(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await openFolders(join(folder, entry.name))
  await sync(folder)
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
