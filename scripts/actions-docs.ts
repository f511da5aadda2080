// `npm run docs [-- --check]`: writes what docs/actions.md, docs/security.md and the README's picture say of the actions,
// and docs/playbooks.md of the guards, from their declarations. With --check it writes nothing, and fails where they are not up to date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatedFiles } from './actions-docs/generated.ts'

const root = join(import.meta.dirname, '..')
const onlyCheck = process.argv.includes('--check')

for (const [path, text] of Object.entries(await generatedFiles())) {
  const file = join(root, path)
  const isUpToDate = existsSync(file) && readFileSync(file, 'utf8') === text
  if (isUpToDate) console.log(`${path} is up to date`)
  else if (onlyCheck) {
    console.log(`${path} is not up to date. Run: npm run docs`)
    process.exitCode = 1
  } else {
    writeFileSync(file, text)
    console.log(`${path} is written`)
  }
}
