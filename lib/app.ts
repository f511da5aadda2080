// The CDK app. `npx cdk deploy` runs it (see cdk.json), and `npm run synth`. Needs no network. ANDON_CONFIG names a config
// other than andon.config.ts.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { z } from 'zod'
import { BadConfig, parseAndon } from '../functions/config/parse-andon.ts'
import { buildAgentArchive } from './agent-archive.ts'
import { AndonStack } from './andon-stack.ts'
import { bundle } from './bundles.ts'
import { checkResources, checkTemplate } from './limits.ts'
import { acceptExceptions } from './nag-exceptions.ts'
import { BadSetting, settingsOf } from './settings.ts'

const directory = await mkdtemp(join(tmpdir(), 'andon-bundles-'))
try {
  await synthesize()
} catch (error) {
  if (!(error instanceof BadConfig || error instanceof BadSetting)) throw error
  // For people to put right: where in our code it was found is of no use to them.
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
} finally {
  await rm(directory, { recursive: true })
}

async function synthesize() {
  const file = resolve(process.env['ANDON_CONFIG'] ?? join(import.meta.dirname, '../andon.config.ts'))
  const { default: config } = z.object({ default: z.unknown() }).parse(await import(pathToFileURL(file).href))
  const andon = parseAndon(config)
  const app = new App({ autoSynth: false, analyticsReporting: false, treeMetadata: false })
  const settings = settingsOf(app)
  const [bundles, agentArchive] = await Promise.all([bundle(directory, file), buildAgentArchive(directory)])
  const stack = new AndonStack(app, settings.stage === undefined ? 'Andon' : `Andon-${settings.stage}`, {
    ...settings,
    config: andon,
    bundles,
    agentArchive,
  })
  acceptExceptions(stack)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  checkResources(stack, andon)
  const { templateFullPath } = app.synth().getStackArtifact(stack.artifactId)
  checkTemplate(await readFile(templateFullPath, 'utf8'))
}
