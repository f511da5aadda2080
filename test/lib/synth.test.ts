import { appendFileSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isUpToDate, synth } from '../../scripts/synth.ts'

it('synthesizes once, and again only when something has changed', async () => {
  const outdir = join(mkdtempSync(join(tmpdir(), 'andon-synth-')), 'out')
  expect(isUpToDate(outdir)).toBe(false)

  expect(await synth({ outdir, quiet: true })).toBe('made')
  expect(readdirSync(outdir)).toEqual(expect.arrayContaining(['Andon.template.json', 'manifest.json']))
  expect(await synth({ outdir, quiet: true })).toBe('up-to-date')

  // As when `npx cdk` has put another stage there.
  appendFileSync(join(outdir, 'manifest.json'), '\n')
  expect(isUpToDate(outdir)).toBe(false)
})
