import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCdkOut } from '@andon/local-cloud/template/cdk-out.ts'
import { cdkOut } from '../cdk-out.ts'

/**
 * What the next deployment would ship once the playbooks have changed: another code for whatever runs them, here one
 * that cannot even be loaded, and roles by other names.
 */
export function nextDeployment(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'andon-next-')), 'cdk.out')
  cpSync(cdkOut, folder, { recursive: true })
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
