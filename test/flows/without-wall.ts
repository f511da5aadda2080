import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCdkOut } from '@andon/local-cloud/template/cdk-out.ts'
import { cdkOut } from '../cdk-out.ts'

/** What the next deployment would ship once the light `wall` has been taken out of the config, as far as on-enrol and the command can tell. */
export function withoutWall(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'andon-without-wall-')), 'cdk.out')
  cpSync(cdkOut, folder, { recursive: true })
  const { raw, assets, stackName } = readCdkOut(folder)
  const onEnrol = Object.values(raw.Resources).find(({ Properties }) => Properties['FunctionName'] === 'andon-on-enrol')
  const { S3Key } = onEnrol!.Properties['Code'] as { S3Key: string }
  change(join(assets.get(S3Key)!, 'index.mjs'), (code) => code.replace(/\bwall:(?=\{shows)/, 'hall:'))
  change(join(folder, `${stackName}.template.json`), (text) => {
    const template = JSON.parse(text)
    delete template.Metadata.Andon.lights.wall
    return JSON.stringify(template)
  })
  return folder
}

function change(path: string, to: (text: string) => string): void {
  const before = readFileSync(path, 'utf8')
  const after = to(before)
  if (after === before) throw new Error(`nothing was changed in ${path}`)
  writeFileSync(path, after)
}
