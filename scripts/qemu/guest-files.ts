import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { GuestFile } from './initramfs.ts'

const root = join(import.meta.dirname, '..', '..')
/** A part of the project that a machine may lack. */
export const koffi = join(root, 'node_modules', 'koffi')

/** All that the emulated machine has: the stories, our Node and koffi, and Debian's programs. @param parts where those are */
export async function guestFiles(parts: string): Promise<GuestFile[]> {
  return [
    { path: 'init', content: { file: join(root, 'test/qemu/init') }, isProgram: true },
    { path: 'app/package.json', content: '{ "type": "module" }' },
    { path: 'app/stories.js', content: await bundle(join(root, 'test/qemu/stories.ts')) },
    { path: 'bin/node', content: { file: process.execPath }, isProgram: true },
    ...['package.json', 'index.js', 'build/koffi/linux_x64/koffi.node'].map((file) => ({
      path: `app/node_modules/koffi/${file}`,
      content: { file: join(koffi, file) },
    })),
    ...readdirSync(parts).map((name) => ({
      path: join(folderOf(name), name),
      content: { file: join(parts, name) },
      isProgram: true,
    })),
  ]
}

function folderOf(name: string): string {
  if (name.endsWith('.ko.xz')) return 'lib/modules'
  if (name.startsWith('ld-linux')) return 'lib64'
  return name.includes('.so.') ? 'lib/x86_64-linux-gnu' : 'bin'
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    external: ['koffi'],
  })
  return outputFiles.map(({ text }) => text).join('')
}
