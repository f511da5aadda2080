import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BadConfig } from '../../functions/config/parse-andon.ts'
import { readConfig } from '../../lib/read-config.ts'

// Beside our sources, which it imports by their relative paths.
const directory = mkdtempSync('test/lib/.config-')
afterAll(() => rmSync(directory, { recursive: true }))

function configOf(name: string, text: string): string {
  const file = join(process.cwd(), directory, `${name}.ts`)
  writeFileSync(file, text)
  return file
}

it('reads a config with the actions that it names', async () => {
  const { config, actions } = await readConfig(join(process.cwd(), 'test/fixtures/andon.config.ts'))
  expect(config.playbooks['restart-checkout']?.countermeasures).toHaveLength(2)
  expect([...actions.keys()]).toContain('ecs.redeploy')
})

it('shows the new form to a config that imports an action’s own code', async () => {
  const old = configOf(
    'old',
    `import { ecs } from '../../../functions/actions/ecs.ts'\nexport default { playbooks: ecs.redeploy({}) }\n`,
  )
  await expect(readConfig(old)).rejects.toBeInstanceOf(BadConfig)
  await expect(readConfig(old)).rejects.toThrow(/cannot be read \(.*ecs.*actions\.ecs\.redeploy\(\{ cluster: 'shop'/s)
})

it('passes on any other error', async () => {
  await expect(readConfig(configOf('other', `throw new Error('not today')\n`))).rejects.toThrow('not today')
})
