import { chmod, mkdir, open, readdir, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Changes on disk, each of which is done or not begun, wherever power fails. */
export interface Disk {
  /** Replaces the file, which at no time can be read with another mode or in half. Makes the folders on the way. */
  write(path: string, content: string | Uint8Array, mode: number): Promise<void>
  /** Makes `path` a symbolic link to `target`, whatever file or link it was before. */
  link(path: string, target: string): Promise<void>
  /** Makes a folder of these files, by their paths in it, where none is. */
  writeFolder(path: string, files: readonly FileToWrite[]): Promise<void>
  /** A file or a link in place of another. */
  rename(path: string, to: string): Promise<void>
  /** A file, link or folder; none is as good. */
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

/** Beside it, so that renaming it is one step. What a power cut left there is not used. */
const unfinished = (path: string) => join(dirname(path), `.${basename(path)}.new`)

async function writeThrough(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  await rm(path, { force: true })
  const file = await open(path, 'wx', mode)
  try {
    // The umask may have taken away what others are to have.
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

/** Whatever the umask is, the lamp's own user, who is not root, can enter. */
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
