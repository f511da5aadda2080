import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { Refused, type Whole } from './door-reply.ts'
import { own } from '../../functions/domain/own.ts'

const folder = new URL('../console/', import.meta.url)

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Served by name from this list alone, so that no path can lead elsewhere. */
const files = new Set(readdirSync(folder).filter((name) => own(types, extname(name)) !== undefined))

/** A file of the console page, as it is. Rejects with `Refused` when it is none. */
export async function pageFile(name: string): Promise<Whole> {
  if (!files.has(name)) throw new Refused(404, `The console page has no file "${name}".`, 'Open the page at /.')
  const type = own(types, extname(name)) ?? 'application/octet-stream'
  return { kind: 'whole', status: 200, type, body: await readFile(new URL(name, folder)) }
}
