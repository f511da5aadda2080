import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BadConfig } from '../../functions/config/parse-andon.ts'
import { actionsFile } from '../../lib/actions-file.ts'
import { readOwnActions } from '../../lib/own-actions.ts'
import { playbookPolicies } from '../../lib/playbook-policy.ts'
import { readConfig } from '../../lib/read-config.ts'

// Beside our sources, which it imports by their relative paths.
const folder = mkdtempSync('test/lib/.own-')
afterAll(() => rmSync(folder, { recursive: true }))
const write = (name: string, text: string) => {
  const file = resolve(folder, name)
  writeFileSync(file, text)
  return file
}
let written = 0
const ownFile = (ownActions: string) => write(`${written++}.ts`, `export const ownActions = ${ownActions}`)
const theFlags = "() => import('../../../examples/flags.ts')"

/** What it has against the file, a line each; the first names the file. */
async function problemsOf(file: string): Promise<readonly string[]> {
  const error: unknown = await readOwnActions(file).catch((thrown: unknown) => thrown)
  if (!(error instanceof BadConfig)) throw new Error(`refused otherwise than in words: ${String(error)}`)
  expect(error.message.split('\n')[0]).toMatch(/^test\/lib\/\.own-\w+\/.*\.ts:$/)
  return error.problems
}

it('goes with the config: the file beside it, or else the one of the project', () => {
  expect(actionsFile(resolve('test/fixtures/andon.config.ts'))).toBe(resolve('test/fixtures/andon.actions.ts'))
  expect(actionsFile(resolve(folder, 'andon.config.ts'))).toBe(resolve('andon.actions.ts'))
})

it('is what each export of each of its files is', async () => {
  const own = await readOwnActions(ownFile(`{ flags: ${theFlags} }`))
  expect(Object.keys(own)).toEqual(['flags'])
  expect(Object.keys(await own['flags']!())).toEqual(['turnOff'])
})

const load = "allowed: () => import('./own-actions/…')"
it.each([
  [
    'a name that Andon has',
    `{ ecs: ${theFlags} }`,
    'ecs: Andon has a service of this name itself; call yours by another',
  ],
  [
    'no name for a service',
    `{ 'my.flags': ${theFlags} }`,
    'my.flags: allowed: letters and digits, a small letter first, 32 at most',
  ],
  ['actions that are there at once', '{ flags: { turnOff: 1 } }', `flags: found an object; ${load}`],
  ['nothing in the place of a service', '{ flags: undefined }', `flags: found nothing; ${load}`],
  ['a file without exports', '{ flags: async () => ({}) }', 'flags: its file exports no actions'],
  [
    'exports that are no actions',
    '{ flags: async () => ({ off: "off", calls: { on() {} } }) }',
    'flags.off: found a string; allowed: an action, as defineAction makes it, and nothing else',
    'flags.calls: found an object; allowed: an action, as defineAction makes it, and nothing else',
  ],
  [
    'no object',
    '[]',
    "ownActions: found a list; allowed: an object of services, such as { billing: () => import('./own-actions/billing.ts') }",
  ],
])('refuses %s, and says where', async (_, ownActions, ...problems) => {
  expect(await problemsOf(ownFile(ownActions))).toEqual(problems)
})

it('names all that is wrong at once', async () => {
  expect(await problemsOf(ownFile(`{ ecs: ${theFlags}, flags: 7, good: ${theFlags} }`))).toHaveLength(2)
})

it('refuses a file that does not export them', async () => {
  expect(await problemsOf(write('others.ts', 'export const actions = {}'))).toEqual([
    expect.stringMatching(/^ownActions: found nothing; allowed: /),
  ])
})

/** By Node itself, for the words and the places are its own. */
function saidOf(files: readonly string[]): string[][] {
  const source = `
    const { readOwnActions } = await import(${JSON.stringify(resolve('lib/own-actions.ts'))})
    const said = ${JSON.stringify(files)}.map((file) => readOwnActions(file).catch(({ name, problems }) => [name, ...problems]))
    console.log(JSON.stringify(await Promise.all(said)))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', source], { encoding: 'utf8' })
  return JSON.parse(stdout)
}

it('says in one line what is wrong with a file that cannot be loaded, and where', () => {
  write('throws.ts', '\nthrow new Error("not today")')
  write('no-typescript.ts', 'export const a = {')
  write('not-installed.ts', "import '@aws-sdk/client-none'")
  const one = (name: string) => ownFile(`{ billing: () => import('./${name}.ts') }`)
  const itself = write('not-even.ts', 'export const ownActions = {')
  const place = (name: string) => `\\(test/lib/\\.own-\\w+/${name}\\.ts:\\d\\)$`
  expect(saidOf([one('throws'), one('no-typescript'), one('not-installed'), one('not-there'), itself])).toEqual([
    ['BadConfig', expect.stringMatching(`^billing: cannot be loaded: not today ${place('throws')}`)],
    ['BadConfig', expect.stringMatching(`^billing: cannot be loaded: .+ ${place('no-typescript')}`)],
    ['BadConfig', expect.stringMatching(/^billing: cannot be loaded: .+'@aws-sdk\/client-none'/)],
    ['BadConfig', expect.stringMatching(/^billing: cannot be loaded: .+not-there\.ts'/)],
    ['BadConfig', expect.stringMatching(`^cannot be loaded: .+ ${place('not-even')}`)],
  ])
})

describe('a config that goes with them', () => {
  beforeAll(() => {
    mkdirSync(join(folder, 'beside'))
    write(join('beside', 'andon.actions.ts'), "export { ownActions } from '../../../fixtures/andon.actions.ts'")
  })
  const configOf = (action: string) =>
    write(
      join('beside', `${action}.ts`),
      `import example from '../../../fixtures/andon.config.ts'
       const countermeasures = [{ do: { action: '${action}', with: { flag: 'new-basket' } } }]
       export default { ...example, playbooks: { 'restart-checkout': { title: 'Off', countermeasures } } }`,
    )

  it('may use them, by a role that holds what they declare', async () => {
    const { config, actions } = await readConfig(configOf('flags.turnOff'))
    const on = [{ service: 'ssm', resource: 'parameter/flags/new-basket' }]
    expect(playbookPolicies(config, actions)['restart-checkout']).toMatchObject({
      waits: 180,
      statements: [
        { actions: ['tag:GetResources'], on: [], when: {} },
        { actions: ['ssm:GetParameter', 'ssm:PutParameter'], on, when: {} },
      ],
    })
  })

  it.each([
    ['flags.turnof', /: found "flags\.turnof"; allowed: "flags\.turnOff"$/],
    ['flag.turnOff', /: found "flag\.turnOff"; allowed: "flags\.<verb>", "appconfig\.<verb>"/],
  ])('is told of them where it means one that there is not: %s', async (action, line) => {
    await expect(readConfig(configOf(action))).rejects.toMatchObject({ problems: [expect.stringMatching(line)] })
  })
})
