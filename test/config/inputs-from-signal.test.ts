import { catalogueOf } from '../../functions/actions/catalogue.ts'
import { actions, fromDetail, fromDimension, fromTag } from '../../functions/config/actions.ts'
import type { Countermeasure } from '../../functions/config/define-andon.ts'
import { playbookPolicies } from '../../lib/playbook-policy.ts'
import example from '../fixtures/andon.config.ts'
import { problemsOf } from './problems-of.ts'

const catalogue = await catalogueOf()
const configWith = (...countermeasures: Countermeasure[]) => ({
  ...example,
  playbooks: { 'restart-checkout': { title: 'Restart', countermeasures } },
})
const redeploying = (cluster: string | object, service: string | object) =>
  configWith({ do: { action: 'ecs.redeploy', with: { cluster, service } as never } })
const { ecs } = actions
const path = 'playbooks.restart-checkout.countermeasures[0]'

it('may be a dimension, a tag or a field, within bounds; the wait is the action’s own', () => {
  const service = fromDimension('ServiceName', { within: ['checkout', 'cart-*'] })
  expect(problemsOf(configWith({ do: ecs.redeploy({ cluster: 'shop', service }) }))).toEqual([])
  expect(
    problemsOf(redeploying(fromTag('cluster', { within: ['shop'] }), fromDetail('a.b', { within: ['x*y'] }))),
  ).toEqual([])
})

it('gives the role all that the bounds let through, and nothing else', () => {
  const service = fromDimension('ServiceName', { within: ['checkout', 'cart-*'] })
  const config = configWith({ do: ecs.redeploy({ cluster: fromTag('cluster', { within: ['shop', 'lab'] }), service }) })
  const { statements } = playbookPolicies(config, catalogue)['restart-checkout']!
  expect(statements.flatMap(({ on }) => on.map(({ resource }) => resource))).toEqual([
    'service/lab/cart-*',
    'service/lab/checkout',
    'service/shop/cart-*',
    'service/shop/checkout',
  ])
})

it.each([
  ['no bounds', { fromSignal: 'dimension', name: 'S' }, 'with.service.within: found nothing; allowed: a list of names'],
  [
    'empty bounds',
    fromDimension('S', { within: [] as never }),
    'with.service.within: found []; allowed: at least one name',
  ],
  [
    'bounds that are none',
    fromDimension('S', { within: ['*'] }),
    'with.service.within[0]: found "*"; allowed: more than *: a role that may act on everything is not bounded',
  ],
  [
    'a variable of IAM',
    fromDimension('S', { within: ['${aws:username}'] }),
    'with.service.within[0]: found "${aws:username}"; allowed: a name, or a pattern in which * alone stands for any text',
  ],
  [
    'a pattern that nothing fits which the action takes',
    fromDimension('S', { within: ['a/*'] }),
    'with.service.within[0]: found "a/*"; allowed: a name: letters, digits, dots, dashes and underscores',
  ],
  [
    'a part of the signal that there is not',
    { fromSignal: 'colour', name: 'S', within: ['x'] },
    'with.service.fromSignal: found "colour"; allowed: dimension, tag, detail',
  ],
  ['no name', fromDimension('', { within: ['x'] }), 'with.service.name: found ""; allowed: a name'],
])('is refused with %s', (_, service, problem) => {
  expect(problemsOf(redeploying('shop', service))).toContain(`${path}.do.${problem}`)
})

it('is refused beyond what a role can name', () => {
  const many = (n: number) => fromDimension('S', { within: Array.from({ length: n }, (_, i) => `s-${i}`) as never })
  expect(problemsOf(redeploying(many(8), many(8)))).toEqual([
    `${path}.do.with: found nothing; allowed: at most 50 combinations of what the signal may give`,
  ])
})

it('is still checked for what the config itself says', () => {
  expect(problemsOf(redeploying('a/b', fromDimension('S', { within: ['x'] })))).toEqual([
    `${path}.do.with.cluster: found "a/b"; allowed: a name: letters, digits, dots, dashes and underscores`,
  ])
})

it('undoes afterwards only what can be undone', () => {
  const undo = (action: 'redeploy' | 'rollBack') =>
    problemsOf(configWith({ do: ecs[action]({ cluster: 'shop', service: 'checkout' }), afterwards: 'undo' }))
  expect(undo('rollBack')).toEqual([])
  expect(undo('redeploy')).toEqual([
    `${path}.afterwards: found "undo"; allowed: nothing: ecs.redeploy cannot be undone`,
  ])
})

it('does not open again by itself what was closed for safety', () => {
  const key = { user: 'deploy', key: 'AKIAIOSFODNN7EXAMPLE' }
  expect(problemsOf(configWith({ do: actions.iam.deactivateAccessKey(key), afterwards: 'undo' }))).toEqual([
    `${path}.afterwards: found "undo"; allowed: nothing: iam.deactivateAccessKey is undone only when a person asks`,
  ])
})
