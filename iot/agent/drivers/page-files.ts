import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'

/** Beside this file in a checkout, and beside the bundle on a Pi. */
const folder = new URL('page/', import.meta.url)
const types = new Map<string, string>([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
])

export interface PageFile {
  readonly type: string
  readonly body: Buffer
}

/** The page's files, by path. Read once, so that no request can reach another file. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>()
  for (const name of readdirSync(folder)) {
    const type = types.get(extname(name))
    if (type === undefined) continue
    files.set(name === 'page.html' ? '/' : `/${name}`, { type, body: readFileSync(new URL(name, folder)) })
  }
  return files
}
