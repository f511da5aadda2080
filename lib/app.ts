// The CDK app. `npx cdk deploy` runs it (see cdk.json), and `npm run synth`. Needs no network. ANDON_CONFIG names a config
// other than andon.config.ts.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { BadConfig } from '../functions/config/parse-andon.ts'
import { buildAgentArchive } from './agent-archive.ts'
import { AndonStack } from './andon-stack.ts'
import { bundle } from './bundles.ts'
import { checkResources, checkTemplate } from './limits.ts'
import { acceptExceptions } from './nag-exceptions.ts'
import { playbookPolicies, roleNames } from './playbook-policy.ts'
import { configFile, readConfig } from './read-config.ts'
import { BadSetting, settingsOf } from './settings.ts'

const directory = await mkdtemp(join(tmpdir(), 'andon-bundles-'))
try {
  await synthesize()
} catch (error) {
  if (!(error instanceof BadConfig || error instanceof BadSetting)) throw error
  // For people to fix: a stack trace would not help them.
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
} finally {
  await rm(directory, { recursive: true })
}

async function synthesize() {
  const file = configFile()
  const { config, actions } = await readConfig(file)
  const policies = playbookPolicies(config, actions)
  const app = new App({ autoSynth: false, analyticsReporting: false, treeMetadata: false })
  const settings = settingsOf(app)
  const contents = { config: file, playbookRoles: roleNames(policies) }
  const [bundles, agentArchive] = await Promise.all([bundle(directory, contents), buildAgentArchive(directory)])
  const stack = new AndonStack(app, settings.stage === undefined ? 'Andon' : `Andon-${settings.stage}`, {
    ...settings,
    config,
    policies,
    bundles,
    agentArchive,
  })
  acceptExceptions(stack)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  checkResources(stack, config)
  const { templateFullPath } = app.synth().getStackArtifact(stack.artifactId)
  checkTemplate(await readFile(templateFullPath, 'utf8'))
}
