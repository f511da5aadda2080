import { ownSideEffect } from '../../../functions/domain/guards/own-side-effect.ts'
import type { Deed } from '../../../functions/domain/hands.ts'
import { at } from '../../signals.ts'
import { aDeed, factsWith, service } from './about.ts'
import { someFacts } from './facts.ts'

const act = { kind: 'act' }
// Its alarm went off at nine, as the deed began.
const judged = (deeds: readonly Deed[], now = at('09:01')) => ownSideEffect.judge(factsWith(deeds), now)
const scaling = aDeed({ playbook: 'scale', resource: 'ecs service/shop/search' })

it('waits until what was under way as it began is proved, or should be', () => {
  expect(judged([scaling])).toEqual({
    kind: 'hold',
    because: 'it began while scale acted on ecs service/shop/search, and may come of that',
    until: { kind: 'instant', at: at('09:05') },
  })
  expect(judged([scaling, aDeed({ playbook: 'last', until: at('09:10') })])).toMatchObject({
    until: { kind: 'instant', at: at('09:10') },
  })
})

it('then lets it act, for it goes on', () => {
  expect(judged([scaling], at('09:05'))).toEqual(act)
  expect(judged([aDeed({ resource: 'another' })], at('09:05'))).toEqual(act)
  expect(judged([aDeed({ playbook: 'another' })], at('09:05'))).toEqual(act)
})

it('leaves it to people rather than do the same once more', () => {
  expect(judged([aDeed()], at('09:05'))).toEqual({
    kind: 'people',
    because: `restart-checkout acted on ${service} as it began, so the same once more would not help`,
  })
})

it.each([
  ['was done before', aDeed({ at: at('08:50'), until: at('09:00') })],
  ['was done since', aDeed({ at: at('09:00:01') })],
  ['was done for the same incident', aDeed({ incident: someFacts().incident.id })],
])('has nothing against what %s', (_, deed) => {
  expect(judged([deed])).toEqual(act)
})

it('looks at the line, not at the resource alone', () => {
  expect(ownSideEffect.judge(factsWith([], { on: [aDeed()] }), at('09:01'))).toEqual(act)
})
