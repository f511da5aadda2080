import example from '../fixtures/andon.config.ts'
import { actions } from '../../functions/config/actions.ts'
import { servicesIn } from '../../functions/config/parse-andon.ts'
import { problemsOf } from './problems-of.ts'

const action = actions.ecs.redeploy({ cluster: 'shop', service: 'checkout' })

/** The example, with a playbook that does this. */
const doing = (what: unknown) => ({
  ...example,
  playbooks: { 'restart-checkout': { title: 'P', countermeasures: [{ do: what, wait: { minutes: 1 } }] } },
})

it('knows beforehand which services’ actions there must be to check a config', () => {
  expect(servicesIn(example)).toEqual(new Set(['ecs']))
  expect(servicesIn({ playbooks: { a: { countermeasures: [{ do: { action: 'esc.x' } }, 7] }, b: 1 } })).toEqual(
    new Set(['esc']),
  )
  expect(servicesIn(undefined)).toEqual(new Set())
})

const anExample = "actions.ecs.redeploy({ cluster: 'shop', service: 'checkout' })"
it.each([
  ['something that is no action', 'redeploy', `: found "redeploy"; allowed: an action, such as ${anExample}`],
  [
    'an unknown action',
    { ...action, action: 'ecs.redeplo' },
    '.action: found "ecs.redeplo"; allowed: "ecs.redeploy", "ecs.rollBack", "ecs.scale", "ecs.stopTask"',
  ],
  [
    'an action of an unknown service',
    { ...action, action: 'esc.redeploy' },
    expect.stringMatching(/\.action: found "esc\.redeploy"; allowed: .*"ecs\.<verb>"/),
  ],
  [
    'a part of its input that is missing',
    { ...action, with: { cluster: 'shop' } },
    '.with.service: found nothing; allowed: some text',
  ],
  [
    'everything, as what it acts on',
    { ...action, with: { cluster: 'shop', service: '*' } },
    '.with.service: found "*"; allowed: a name: letters, digits, dots, dashes and underscores',
  ],
  [
    'a field of its input that is misspelt',
    { ...action, with: { ...action.with, servise: 'x' } },
    expect.stringMatching(/\.with\.servise: found .*; allowed: an object with: cluster, service$/),
  ],
  [
    'an action in the old form, to which it shows the new one',
    { name: 'a.b', calls: [], look() {}, act() {} },
    `: found {"name":"a.b","calls":[]}; allowed: ${anExample} (an action is plain data now: import { actions } from './functions/config/actions.ts')`,
  ],
])('says where, what was found and what is allowed: %s', (_, what, expected) => {
  const path = 'playbooks.restart-checkout.countermeasures[0].do'
  const [problem, ...others] = problemsOf(doing(what))
  expect([problem?.slice(0, path.length), problem?.slice(path.length), others]).toEqual([path, expected, []])
})
