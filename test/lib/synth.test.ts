import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isUpToDate, synth, SynthFailed } from '../../scripts/synth.ts'

// That our own app can be synthesized is seen at each `npm test`, whose flow tests run what it made.
const folder = mkdtempSync(join(tmpdir(), 'andon-synth-'))
function anApp(name: string, source: string): string {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, source)
  return file
}
const app = anApp(
  'works',
  `import { mkdirSync, writeFileSync } from 'node:fs'
   const { CDK_OUTDIR, CDK_CONTEXT_JSON } = process.env
   mkdirSync(CDK_OUTDIR)
   writeFileSync(CDK_OUTDIR + '/manifest.json', CDK_CONTEXT_JSON)`,
)
const manifestIn = (outdir: string) => readFileSync(join(outdir, 'manifest.json'), 'utf8')

it('synthesizes once, and again only when something has changed', async () => {
  const outdir = join(folder, 'out')
  expect(isUpToDate(outdir)).toBe(false)

  expect(await synth({ outdir, quiet: true, app, context: { stage: 'trial' } })).toBe('made')
  expect(JSON.parse(manifestIn(outdir))).toMatchObject({ stage: 'trial' })
  expect(await synth({ outdir, quiet: true, app })).toBe('up-to-date')

  // As when `npx cdk` has put another stage there.
  appendFileSync(join(outdir, 'manifest.json'), '\n')
  expect(isUpToDate(outdir)).toBe(false)
})

it('leaves what was there when it fails', async () => {
  const outdir = join(folder, 'kept')
  await synth({ outdir, quiet: true, app })
  appendFileSync(join(outdir, 'manifest.json'), '\n')
  const before = manifestIn(outdir)
  const failing = anApp('fails', 'process.exit(1)')
  await expect(synth({ outdir, quiet: true, app: failing })).rejects.toThrow(SynthFailed)
  expect(manifestIn(outdir)).toBe(before)
})

it('sees what changes in the team’s own files', async () => {
  const before = process.env['ANDON_CONFIG']
  const [config, actions, own] = ['andon.config.ts', 'andon.actions.ts', 'own-actions/billing.ts'].map((name) =>
    join(folder, name),
  )
  mkdirSync(join(folder, 'own-actions'))
  for (const file of [config!, actions!, own!]) writeFileSync(file, '')
  process.env['ANDON_CONFIG'] = config
  try {
    const outdir = join(folder, 'own')
    for (const file of [config!, actions!, own!]) {
      await synth({ outdir, quiet: true, app })
      expect(isUpToDate(outdir)).toBe(true)
      appendFileSync(file, '\n')
      expect(isUpToDate(outdir)).toBe(false)
    }
  } finally {
    if (before === undefined) delete process.env['ANDON_CONFIG']
    else process.env['ANDON_CONFIG'] = before
  }
})
