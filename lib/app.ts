// The CDK app. `npx cdk deploy` runs it (see cdk.json), and `npm run synth`. Needs no network. ANDON_CONFIG names a config
// other than andon.config.ts. With `-c forwardTo=…` it is the app of `andon-forward` instead.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { BadConfig } from '../functions/config/parse-andon.ts'
import { buildAgentArchive } from './agent-archive.ts'
import { AndonForward } from './andon-forward.ts'
import { AndonStack } from './andon-stack.ts'
import { bundle } from './bundles.ts'
import { checkResources, checkTemplate } from './limits.ts'
import { acceptExceptions } from './nag-exceptions.ts'
import { playbookPolicies, roleNames } from './playbook-policy.ts'
import { type Target, targetOf } from './target.ts'
import { configFile, readConfig } from './read-config.ts'
import { checkRegion } from './regions.ts'
import { BadSetting, type Settings, settingsOf } from './settings.ts'

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
  const app = new App({ autoSynth: false, analyticsReporting: false, treeMetadata: false })
  const settings = settingsOf(app)
  const here = targetOf(settings, process.env)
  const { forwardTo } = settings
  if (forwardTo === undefined) await addAndon(app, settings, here)
  else new AndonForward(app, 'andon-forward', { bus: forwardTo, here })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  for (const { templateFullPath } of app.synth().stacks) checkTemplate(await readFile(templateFullPath, 'utf8'))
}

async function addAndon(app: App, settings: Settings, { region }: Target) {
  const warning = region === undefined ? undefined : checkRegion(region)
  if (warning !== undefined) process.stderr.write(`${warning}\n`)
  const file = configFile()
  const { config, actions } = await readConfig(file)
  const policies = playbookPolicies(config, actions)
  const contents = { config: file, playbookRoles: roleNames(policies) }
  const [bundles, agentArchive] = await Promise.all([bundle(directory, contents), buildAgentArchive(directory)])
  const { stage, reservedConcurrency } = settings
  const stack = new AndonStack(app, settings.stack, {
    stage,
    region,
    reservedConcurrency,
    config,
    policies,
    bundles,
    agentArchive,
  })
  acceptExceptions(stack)
  checkResources(stack, config)
}
