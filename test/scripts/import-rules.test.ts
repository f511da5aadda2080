import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** What the linter of this project says of these files, in a folder that holds nothing else. */
function lint(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'andon-lint-'))
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format=unix'], {
    cwd: folder,
    encoding: 'utf8',
  })
  return stdout
}

const usesIt = (from: string) => `import type { It } from '${from}'\nexport const it = (one: It) => one\n`

it.each([
  ['functions/domain/a.ts', '../adapters/b.ts'],
  ['functions/domain/a.ts', '../../packages/local-cloud/src/clock.ts'],
  ['functions/domain/a.ts', 'zod'],
  ['functions/domain/guards/a.ts', '../../ports.ts'],
  ['functions/ports.ts', './usecases/b.ts'],
  ['functions/sources/alarm/parse.ts', '../../usecases/b.ts'],
  ['functions/sources/alarm/parse.ts', '@aws-sdk/client-sqs'],
  ['functions/actions/ecs.ts', '../usecases/b.ts'],
  ['functions/channels/slack/slack-sender.ts', '../../actions/ecs.ts'],
  ['functions/config/a.ts', '@aws-sdk/client-ecs'],
  ['functions/usecases/a.ts', '../adapters/b.ts'],
  ['functions/adapters/a.ts', '../handlers/b.ts'],
  ['functions/handlers/a.ts', '../adapters/b.ts'],
  ['functions/handlers/a.lambda.ts', '../../lib/names.ts'],
  ['lib/a.ts', '../functions/handlers/b.ts'],
  ['lib/a.ts', '@aws-sdk/client-ecs'],
  ['lib/a.ts', '@andon/local-cloud'],
  ['bin/a.ts', '../laptop/b.ts'],
  ['laptop/a.ts', '../functions/handlers/b.ts'],
  ['iot/contract/a.ts', '../agent/b.ts'],
  ['iot/agent/lamp/a.ts', '../../../functions/domain/b.ts'],
  ['iot/agent/lamp/a.ts', '../../pi/b.ts'],
  ['iot/pi/a.ts', '@aws-sdk/client-iot'],
  ['packages/event-pattern/src/a.ts', '@andon/local-cloud'],
  ['packages/local-cloud/src/a.ts', '../../../functions/domain/b.ts'],
  ['packages/local-cloud/test/a.ts', '../../../iot/contract/b.ts'],
])('%s may not import %s, not even a type', (file, from) => {
  expect(lint({ [file]: usesIt(from) })).toContain('no-restricted-imports')
})

it.each([
  ['functions/domain/a.ts', '../../iot/contract/b.ts'],
  ['functions/domain/guards/a.ts', '../incident.ts'],
  ['functions/usecases/a.ts', '../ports.ts'],
  ['functions/handlers/a.lambda.ts', '../adapters/b.ts'],
  ['functions/adapters/a.ts', '../usecases/b.ts'],
  ['lib/a.ts', '../functions/sources/sources.ts'],
  ['bin/a.ts', '../functions/adapters/b.ts'],
  ['packages/local-cloud/src/a.ts', '@andon/event-pattern'],
])('%s may import %s', (file, from) => {
  expect(lint({ [file]: usesIt(from) })).not.toContain('no-restricted-imports')
})

it('finds a circle of types', () => {
  const files = {
    'lib/a.ts': `${usesIt('./b.ts')}export interface A {}\n`,
    'lib/b.ts': usesIt('./a.ts').replaceAll('It', 'A'),
  }
  expect(lint(files)).toContain('no-cycle')
})
