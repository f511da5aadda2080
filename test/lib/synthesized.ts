import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { AwsSolutionsChecks } from 'cdk-nag'
import example from '../fixtures/andon.config.ts'
import { type Catalogue, catalogueOf } from '../../functions/actions/catalogue.ts'
import { AndonStack, type AndonStackProps } from '../../lib/andon-stack.ts'
import { acceptExceptions } from '../../lib/nag-exceptions.ts'
import { playbookPolicies } from '../../lib/playbook-policy.ts'

export interface Resource {
  readonly Type: string
  readonly Properties: any
  readonly DeletionPolicy?: string
  readonly DependsOn?: readonly string[]
}
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>
}

interface Options extends Partial<Omit<AndonStackProps, 'bundles' | 'agentArchive' | 'policies'>> {
  /** In place of those that there are. */
  readonly actions?: Catalogue
  /** With the rules that `npm run synth` is held to; they take two seconds to load. */
  readonly checked?: true
  /** Something done to the stack before it is checked. */
  readonly spoil?: (stack: AndonStack) => void
}

const allActions = await catalogueOf()

const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'))

/** The stack as `lib/app.ts` makes it, but for its code. */
export function synthesize({
  checked,
  spoil,
  config = example,
  actions = allActions,
  ...props
}: Options = {}): Template {
  // The CDK's own switch for its rules over the template.
  process.env['CDK_VALIDATION'] = String(checked === true)
  const code = Code.fromAsset(smallBundle())
  const outdir = mkdtempSync(join(tmpdir(), 'andon-'))
  const app = new App({ context, outdir, analyticsReporting: false, treeMetadata: false })
  const stack = new AndonStack(app, 'Andon', {
    config,
    policies: playbookPolicies(config, actions),
    stage: undefined,
    region: undefined,
    reservedConcurrency: undefined,
    ...props,
    bundles: () => code,
    agentArchive: smallArchive(),
  })
  spoil?.(stack)
  acceptExceptions(stack)
  if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  return app.synth().getStackByName('Andon').template
}

/** The same bytes each time, so that all names made from it are the same too. */
function smallBundle(): string {
  const directory = join(mkdtempSync(join(tmpdir(), 'andon-')), 'bundle')
  mkdirSync(directory)
  writeFileSync(join(directory, 'index.mjs'), 'export const handler = () => undefined\n')
  return directory
}

function smallArchive(): string {
  const archive = join(mkdtempSync(join(tmpdir(), 'andon-')), 'andon-light.tgz')
  writeFileSync(archive, 'not really')
  return archive
}
