import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCdkOut } from '@andon/local-cloud/template/cdk-out.ts'
import { catalogueOf } from '../../functions/actions/catalogue.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { servicesIn } from '../../functions/config/parse-andon.ts'
import { handlers, writeBundles } from '../../lib/bundles.ts'
import { playbookPolicies, roleNames } from '../../lib/playbook-policy.ts'
import { cdkOut } from '../cdk-out.ts'

/**
 * What the next deployment would ship once the playbooks have changed: another code for whatever runs them, here one
 * that cannot even be loaded, and roles by other names.
 */
export function nextDeployment(): string {
  const folder = aCopy()
  const { raw, assets, stackName } = readCdkOut(folder)
  const runner = Object.values(raw.Resources).find(
    ({ Properties }) => Properties['FunctionName'] === 'andon-run-playbook',
  )
  const { S3Key } = runner!.Properties['Code'] as { S3Key: string }
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
 * functions, and what the stack says of itself.
 */
export async function deploymentOf(config: AndonConfig): Promise<{ readonly cdkOut: string; readonly file: string }> {
  const bundles = mkdtempSync(join(tmpdir(), 'andon-next-'))
  const file = join(bundles, 'andon.config.mjs')
  writeFileSync(file, `export default ${JSON.stringify(config)}`)
  const actions = await catalogueOf(servicesIn(config))
  await writeBundles(bundles, { config: file, playbookRoles: roleNames(playbookPolicies(config, actions)) })

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
  writeFileSync(path, JSON.stringify(template))
  return { cdkOut: folder, file }
}

function aCopy(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'andon-next-')), 'cdk.out')
  cpSync(cdkOut, folder, { recursive: true })
  return folder
}
