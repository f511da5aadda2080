import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** What the linter of this project says of these files, a line a finding, in a folder that holds nothing else. */
function lint(files: ReadonlyMap<string, string>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'andon-lint-'))
  copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  for (const [file, text] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const oxlint = join(root, 'node_modules/.bin/oxlint')
  const { stdout } = spawnSync(oxlint, ['--format=unix'], { cwd: folder, encoding: 'utf8' })
  return stdout.split('\n')
}

const usesIt = (from: string) => `import type { It } from '${from}'\nexport const it = (one: It) => one\n`

const refused: readonly (readonly [file: string, from: string])[] = [
  ['functions/domain/a.ts', '../adapters/b.ts'],
  ['functions/domain/a.ts', '../../packages/local-cloud/src/clock.ts'],
  ['functions/domain/a.ts', 'zod'],
  ['functions/domain/guards/a.ts', '../../ports.ts'],
  ['functions/ports.ts', './usecases/b.ts'],
  ['functions/sources/alarm/parse.ts', '../../usecases/b.ts'],
  ['functions/sources/alarm/parse.ts', '@aws-sdk/client-sqs'],
  ['functions/actions/ecs.ts', '../usecases/b.ts'],
  ['own-actions/billing.ts', '../functions/actions/api-call.ts'],
  ['own-actions/billing.ts', '../functions/domain/own.ts'],
  ['own-actions/billing.ts', '../lib/names.ts'],
  ['examples/flags.ts', '../functions/actions/action.ts'],
  ['functions/channels/slack/slack-sender.ts', '../../actions/ecs.ts'],
  ['functions/config/a.ts', '@aws-sdk/client-ecs'],
  ['functions/usecases/a.ts', '../adapters/b.ts'],
  ['functions/usecases/explain/a.ts', '../../adapters/b.ts'],
  ['functions/usecases/explain/a.ts', '../../sources/b.ts'],
  ['functions/usecases/explain/a.ts', 'node:fs'],
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
]

const allowed: readonly (readonly [file: string, from: string])[] = [
  ['functions/domain/a.ts', '../../iot/contract/b.ts'],
  ['functions/domain/guards/a.ts', '../incident.ts'],
  ['functions/usecases/a.ts', '../ports.ts'],
  ['functions/handlers/a.lambda.ts', '../adapters/b.ts'],
  ['functions/adapters/a.ts', '../usecases/b.ts'],
  ['own-actions/billing.ts', '../functions/actions/public.ts'],
  ['own-actions/billing.ts', './invoices.ts'],
  ['own-actions/billing.test.ts', '../test/actions/contract.ts'],
  ['lib/a.ts', '../functions/sources/sources.ts'],
  ['bin/a.ts', '../functions/adapters/b.ts'],
  ['packages/local-cloud/src/a.ts', '@andon/event-pattern'],
]

/** Beside the file that it stands for, in the same room, so that all are looked at in one go. */
const placed = (file: string, nth: number) =>
  file.endsWith('ports.ts') ? file : join(dirname(file), `${nth}-${file.split('/').at(-1)}`)

const cases = [...refused, ...allowed].map(([file, from], nth) => ({ file: placed(file, nth), from }))
const said = lint(new Map(cases.map(({ file, from }) => [file, usesIt(from)])))
const restricted = (nth: number) =>
  said.filter((line) => line.startsWith(`${cases[nth]?.file}:`) && line.includes('no-restricted-imports'))

it.each(refused.map(([file, from], nth) => [file, from, nth] as const))(
  '%s may not import %s, not even a type',
  (_file, _from, nth) => expect(restricted(nth)).toHaveLength(1),
)

it.each(allowed.map(([file, from], nth) => [file, from, refused.length + nth] as const))(
  '%s may import %s',
  (_file, _from, nth) => expect(restricted(nth)).toEqual([]),
)

it('finds a circle of types', () => {
  const circle = new Map([
    ['lib/a.ts', "import type { B } from './b.ts'\nexport type A = B | 'a'\n"],
    ['lib/b.ts', "import type { A } from './a.ts'\nexport type B = A | 'b'\n"],
  ])
  expect(lint(circle).join('\n')).toContain('no-cycle')
})

it('lets no explanation read a clock, a file or the network', () => {
  const reads = ['Date.now()', 'fetch("https://example.com")', 'process.env', 'Math.random()']
  const files = reads.map(
    (one, nth) => [`functions/usecases/explain/${nth}.ts`, `export const it = () => ${one}\n`] as const,
  )
  const found = lint(new Map(files))
  expect(files.filter(([file]) => found.some((line) => line.startsWith(`${file}:`))).map(([file]) => file)).toEqual(
    files.map(([file]) => file),
  )
})
