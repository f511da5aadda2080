// `npm run synth`: writes to cdk.out what `npx cdk deploy` would ship, unless it is there already.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { z } from 'zod'
import { actionsFile } from '../lib/actions-file.ts'

const root = join(import.meta.dirname, '..')
const inputs = [
  'cdk.json',
  'package.json',
  'package-lock.json',
  '{lib,functions,iot,packages/event-pattern/src}/**/*.*',
]
const ourApp = join(root, 'lib', 'app.ts')
/** Beside the outcome: what it was made from. */
const mark = '.inputs'

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) })

/** What is wrong has been said on standard error already. */
export class SynthFailed extends Error {
  override readonly name = 'SynthFailed'
}

export interface SynthOptions {
  readonly outdir: string
  /** Say nothing unless something is wrong. */
  readonly quiet?: boolean
  /** The program that does it: `lib/app.ts` unless told. */
  readonly app?: string
  /** For the CDK, over what cdk.json says. */
  readonly context?: Readonly<Record<string, unknown>>
  /** Whether cdk-nag and the CDK look at the template, which takes longer than all the rest; true unless told. */
  readonly checked?: boolean
}

/**
 * Synthesizes as the CDK's command line does, in a process of its own: the CDK takes more memory than we want to keep.
 * What was there before stays there until it is done, and when it fails. Rejects when it does.
 */
export async function synth({
  outdir,
  quiet = false,
  app = ourApp,
  context = {},
  checked = true,
}: SynthOptions): Promise<'made' | 'up-to-date'> {
  const where = relative(process.cwd(), outdir) || outdir
  const say = (line: string) => quiet || process.stderr.write(`andon: ${line}\n`)
  if (isUpToDate(outdir)) {
    say(`${where} is up to date`)
    return 'up-to-date'
  }

  say(`synthesizing to ${where} …`)
  const began = performance.now()
  // Before it begins: what changes meanwhile must be seen to have changed.
  const madeFrom = fingerprintOfInputs()
  const next = `${outdir}.next`
  await rm(next, { recursive: true, force: true })
  await runApp(app, next, { context, checked })
  await writeFile(join(next, mark), fingerprint(madeFrom, next))
  await rm(outdir, { recursive: true, force: true })
  await rename(next, outdir)
  say(`synthesized in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  return 'made'
}

/** Whether it holds what the sources as they are now would make. A few milliseconds. */
export function isUpToDate(outdir: string): boolean {
  const marked = join(outdir, mark)
  return existsSync(marked) && readFileSync(marked, 'utf8') === fingerprint(fingerprintOfInputs(), outdir)
}

function fingerprintOfInputs(): string {
  const config = resolve(root, process.env['ANDON_CONFIG'] ?? 'andon.config.ts')
  const actions = actionsFile(config)
  const own = globSync(join(dirname(actions), 'own-actions/**/*.*')).sort()
  const hash = createHash('sha256')
  for (const file of [config, actions, ...own]) hash.update(file).update(readFileSync(file))
  for (const file of globSync(inputs, { cwd: root }).sort()) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** With the manifest in it: `npx cdk` writes to the same place, perhaps with another stage. */
function fingerprint(madeFrom: string, outdir: string): string {
  const manifest = readFileSync(join(outdir, 'manifest.json'))
  return createHash('sha256').update(madeFrom).update(manifest).digest('hex')
}

async function runApp(
  program: string,
  outdir: string,
  { context: over, checked }: Required<Pick<SynthOptions, 'context' | 'checked'>>,
): Promise<void> {
  const { context } = cdkJson.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')))
  const app = spawn(process.execPath, [program], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...over }),
      ...(!checked && { CDK_VALIDATION: 'false' }),
    },
  })
  const [code] = await once(app, 'close')
  if (code === 0) return
  await rm(outdir, { recursive: true, force: true })
  throw new SynthFailed('the template could not be made (see above)')
}

if (process.argv[1] === import.meta.filename) {
  try {
    await synth({ outdir: join(root, 'cdk.out') })
  } catch (error) {
    process.stderr.write(`andon: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
