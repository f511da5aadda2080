import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle, handlers } from '../../lib/bundles.ts'

const fresh = () => mkdtempSync(join(tmpdir(), 'andon-bundles-'))
const config = join(import.meta.dirname, '../fixtures/andon.config.ts')
const directory = fresh()
const read = (handler: string, from = directory) => readFileSync(join(from, handler, 'index.mjs'))
beforeAll(() => bundle(directory, config))

it('gives the same bytes for the same sources, wherever they are put', async () => {
  const elsewhere = fresh()
  await bundle(elsewhere, config)
  const digest = (from: string) =>
    handlers.map((handler) => createHash('sha256').update(read(handler, from)).digest('hex'))
  expect(digest(elsewhere)).toEqual(digest(directory))
})

it.each([
  ['on-signal', 330_000],
  ['on-change', 430_000],
])('keeps %s within %i bytes', (handler, most) => {
  expect(read(handler).byteLength).toBeLessThanOrEqual(most)
})

it.each(handlers)('%s needs nothing but Node to be there when it starts', (handler) => {
  const imported = [
    ...read(handler)
      .toString()
      .matchAll(/(?:^|;)import\s?(?:[\w*{}$, ]+\s?from\s?)?["']([^"']+)["']/gm),
  ].map(([, name]) => name!.replace('node:', ''))
  expect(imported).not.toEqual([])
  expect(imported.filter((name) => !builtinModules.includes(name))).toEqual([])
})
