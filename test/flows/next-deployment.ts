import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCdkOut } from '@andon/local-cloud/template/cdk-out.ts'
import { App, Fn, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Role } from 'aws-cdk-lib/aws-iam'
import { catalogueOf } from '../../functions/actions/catalogue.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { parseAndon, servicesIn } from '../../functions/config/parse-andon.ts'
import { handlers, writeBundles } from '../../lib/bundles.ts'
import { PlaybookRole } from '../../lib/constructs/playbook-role.ts'
import { type PlaybookPolicy, playbookPolicies, roleNames } from '../../lib/playbook-policy.ts'
import { cdkOut } from '../cdk-out.ts'

/**
 * What the next deployment would ship once the playbooks have changed: another code for whatever runs them, here one
 * that cannot even be loaded, and roles by other names.
 */
export function nextDeployment(): string {
  const folder = aCopy()
  const { raw, assets, stackName } = readCdkOut(folder)
  const { S3Key } = runnerIn(raw)['Code'] as { S3Key: string }
  writeFileSync(join(assets.get(S3Key)!, 'index.mjs'), 'throw new Error("the next version")')
  const template = join(folder, `${stackName}.template.json`)
  writeFileSync(
    template,
    readFileSync(template, 'utf8').replaceAll(/andon-playbook-([a-z-]+)-[0-9a-f]{8}/g, 'andon-playbook-$1-00000000'),
  )
  return folder
}

/**
 * What the next deployment would ship with another config, as far as that needs no other resources: the code of all
 * functions, the playbooks' roles, and what the stack says of itself. The same config gives the same one again, which the
 * processes of the story before serve as well.
 */
export function deploymentOf(wanted: AndonConfig): Promise<Deployment> {
  const name = JSON.stringify(wanted)
  const made = deployments.get(name) ?? makeDeployment(wanted)
  deployments.set(name, made)
  return made
}

interface Deployment {
  readonly cdkOut: string
  readonly file: string
}
const deployments = new Map<string, Promise<Deployment>>()

async function makeDeployment(wanted: AndonConfig): Promise<Deployment> {
  const bundles = mkdtempSync(join(tmpdir(), 'andon-next-'))
  const file = join(bundles, 'andon.config.mjs')
  const actions = await catalogueOf(servicesIn(wanted))
  const config = parseAndon(wanted, actions)
  writeFileSync(file, `export default ${JSON.stringify(config)}`)
  const policies = playbookPolicies(config, actions)
  await writeBundles(bundles, { config: file, playbookRoles: roleNames(policies) })

  const folder = aCopy()
  const { raw, assets, stackName } = readCdkOut(folder)
  for (const { Properties } of Object.values(raw.Resources)) {
    const name = String(Properties['FunctionName']).replace('andon-', '')
    if (!handlers.some((handler) => handler === name)) continue
    const { S3Key } = Properties['Code'] as { S3Key: string }
    cpSync(join(bundles, name), assets.get(S3Key)!, { recursive: true })
  }
  const { lines, lights, cords } = config
  const path = join(folder, `${stackName}.template.json`)
  const template = JSON.parse(readFileSync(path, 'utf8'))
  Object.assign(template.Metadata.Andon, { lines, lights, cords })
  Object.assign(template.Resources, rolesBy(policies, runnerIn(raw)))
  writeFileSync(path, JSON.stringify(template))
  return { cdkOut: folder, file }
}

const runnerIn = ({ Resources }: ReturnType<typeof readCdkOut>['raw']) =>
  Object.values(Resources).find(({ Properties }) => Properties['FunctionName'] === 'andon-run-playbook')!.Properties

/** As the stack would have them, for its present runner, which this one lacks. */
function rolesBy(policies: Readonly<Record<string, PlaybookPolicy>>, { Role: arn }: ReturnType<typeof runnerIn>) {
  const { 'Fn::GetAtt': at } = arn as { 'Fn::GetAtt': [string, string] }
  // The CDK's own switch for its rules over the template.
  process.env['CDK_VALIDATION'] = 'false'
  const outdir = mkdtempSync(join(tmpdir(), 'andon-next-'))
  const stack = new Stack(new App({ outdir, analyticsReporting: false, treeMetadata: false }), 'Andon')
  const runner = Role.fromRoleArn(stack, 'Runner', Fn.getAtt(...at).toString())
  for (const [name, policy] of Object.entries(policies)) {
    new PlaybookRole(stack, { name, policy, region: undefined, runner })
  }
  return Template.fromStack(stack).toJSON()['Resources']
}

function aCopy(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'andon-next-')), 'cdk.out')
  cpSync(cdkOut, folder, { recursive: true })
  return folder
}
