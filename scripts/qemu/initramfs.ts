import { readFileSync } from 'node:fs'

/** One file of the machine, at its path there, without the first `/`. */
export interface GuestFile {
  readonly path: string
  /** On this machine, or as it is. */
  readonly content: { readonly file: string } | string
  readonly isProgram?: boolean
}

const directory = 0o040755
const [program, plain] = [0o100755, 0o100644]

/** Files as the kernel unpacks them into its first memory: a cpio archive of the kind "newc". */
export function initramfs(files: readonly GuestFile[]): Buffer {
  const folders = new Set(files.flatMap(({ path }) => foldersAbove(path)))
  const entries = [
    ...[...folders].sort().map((path) => entry(path, directory, Buffer.alloc(0))),
    ...files.map(({ path, content, isProgram = false }) =>
      entry(
        path,
        isProgram ? program : plain,
        typeof content === 'string' ? Buffer.from(content) : readFileSync(content.file),
      ),
    ),
    entry('TRAILER!!!', 0, Buffer.alloc(0)),
  ]
  return Buffer.concat(entries.flat())
}

function entry(path: string, mode: number, content: Buffer): Buffer[] {
  const name = Buffer.from(`${path}\0`)
  // inode, mode, uid, gid, links, mtime, size, device (2), special device (2), length of the name, checksum
  const fields = [0, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length, 0]
  const header = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`)
  return [...padded(Buffer.concat([header, name])), ...padded(content)]
}

/** Everything begins at a multiple of four. */
const padded = (bytes: Buffer) => [bytes, Buffer.alloc(-bytes.length & 3)]

function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'))
}
