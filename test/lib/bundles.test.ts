import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import type { Metafile } from 'esbuild'
import { serviceNames } from '../../functions/actions/catalogue.ts'
import { handlers, writeBundles } from '../../lib/bundles.ts'

const fresh = () => mkdtempSync(join(tmpdir(), 'andon-bundles-'))
/** As of a team that keeps what its stages share in another file of that name. */
const config = join(fresh(), 'andon.config.ts')
const besides = (name: string) => JSON.stringify(join(import.meta.dirname, '../fixtures', name))
writeFileSync(join(dirname(config), 'andon.actions.ts'), `export { ownActions } from ${besides('andon.actions.ts')}`)
writeFileSync(
  config,
  `import shared from ${besides('andon.config.ts')}\nexport default { ...shared, platform: 'search' }`,
)
const contents = {
  config,
  playbookRoles: { 'restart-checkout': 'andon-playbook-restart-checkout-0a1b2c3d' },
}
const directory = fresh()
let outputs: Metafile['outputs']
beforeAll(async () => (outputs = await writeBundles(directory, contents)))

const filesOf = (handler: string, from = directory) => readdirSync(join(from, handler)).sort()
const read = (handler: string, file = 'index.mjs', from = directory) => readFileSync(join(from, handler, file))

it('holds the config, with what that imports', () => {
  expect(String(read('on-signal'))).toMatch(/checkout-5xx[^]*platform:"search"/)
})

it('gives the same bytes for the same sources, wherever they are put', async () => {
  const elsewhere = fresh()
  await writeBundles(elsewhere, contents)
  const digests = (from: string) =>
    handlers.flatMap((handler) =>
      filesOf(handler, from).map((file) => [
        file,
        createHash('sha256')
          .update(read(handler, file, from))
          .digest('hex'),
      ]),
    )
  expect(digests(elsewhere)).toEqual(digests(directory))
})

it.each([
  ['on-signal', 340_000],
  ['on-reconcile', 340_000],
  ['on-change', 430_000],
])('keeps %s within %i bytes', (handler, most) => {
  expect(read(handler).byteLength).toBeLessThanOrEqual(most)
})

it.each(handlers)('%s needs nothing but Node to be there when it starts', (handler) => {
  const imported = filesOf(handler).flatMap((file) =>
    [
      ...read(handler, file)
        .toString()
        .matchAll(/(?:^|;)import\s?(?:[\w*{}$, ]+\s?from\s?)?["']([^"']+)["']/gm),
    ].map(([, name]) => name!.replace('node:', '')),
  )
  expect(imported).not.toEqual([])
  expect(imported.filter((name) => !builtinModules.includes(name) && !name.startsWith('./'))).toEqual([])
})

describe('the code of actions', () => {
  const isOfActions = (source: string) =>
    /functions\/actions\/(?!call|failure|action|catalogue|registry|resource|input|plan-hash|prepare)/.test(source) ||
    /^examples\/|client-ecs|client-sts/.test(source)
  const outputOf = (path: string) =>
    Object.entries(outputs).find(([output]) => relative(directory, output) === path || output.endsWith(path))![1]
  const sources = (path: string) =>
    Object.entries(outputOf(path).inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([source]) => source)
  /** What is read when the file is imported, and so on. */
  const readAtOnce = (path: string): string[] => [
    path,
    ...outputOf(path)
      .imports.filter(({ kind, external }) => kind === 'import-statement' && external !== true)
      .flatMap(({ path: next }) => readAtOnce(next)),
  ]

  it.each(handlers.filter((handler) => handler !== 'run-playbook'))('is not in %s', (handler) => {
    expect(sources(join(handler, 'index.mjs')).filter(isOfActions)).toEqual([])
  })

  it('is 2 MB at most in all, and 350 KB for any one service, with what it shares', () => {
    const size = (files: readonly string[]) =>
      files.reduce((sum, file) => sum + read('run-playbook', file).byteLength, 0)
    expect(size(filesOf('run-playbook'))).toBeLessThanOrEqual(2_000_000)
    const large = serviceNames.map((service) => {
      const [file] = filesOf('run-playbook').filter((name) => name.startsWith(`${service}-`))
      const files = new Set(readAtOnce(`run-playbook/${file}`).map((path) => basename(path)))
      return [service, size([...files])] as const
    })
    expect(large.filter(([, bytes]) => bytes > 350_000)).toEqual([])
  })

  it('is in run-playbook, but is not read before one of its service runs', () => {
    const files = Object.keys(outputs).filter((output) => output.includes('run-playbook/'))
    const all = files.flatMap(sources).filter(isOfActions)
    expect(all).toContain('functions/actions/ecs.ts')
    // Of a team's own, those beside the config.
    expect(all).toContain('examples/flags.ts')
    const first = [...new Set(readAtOnce('run-playbook/index.mjs'))]
    // The switch that stops the machines is a parameter, so the client of SSM is there from the start.
    expect(first.flatMap(sources).filter((source) => isOfActions(source) || source.includes('examples/'))).toEqual([])
  })
})

it('tells run-playbook which role each playbook acts as', () => {
  const all = filesOf('run-playbook').map((file) => read('run-playbook', file).toString())
  expect(all.join('')).toContain('andon-playbook-restart-checkout-0a1b2c3d')
})
