import { cooldown } from '../../../functions/domain/guards/cooldown.ts'
import { at } from '../../signals.ts'
import { aDeed, factsWith, service } from './about.ts'
import { someFacts } from './facts.ts'

const act = { kind: 'act' }

it('holds until the same playbook’s act on the same thing has cooled down', () => {
  expect(cooldown.judge(factsWith([aDeed()]), at('09:01'))).toEqual({
    kind: 'hold',
    because: `restart-checkout acted on ${service} a moment ago`,
    until: { kind: 'instant', at: at('09:05') },
  })
  expect(cooldown.judge(factsWith([aDeed()]), at('09:05'))).toEqual(act)
})

it.each([
  ['another playbook', aDeed({ playbook: 'scale' })],
  ['the same incident', aDeed({ incident: someFacts().incident.id })],
])('has nothing against what %s did', (_, deed) => {
  expect(cooldown.judge(factsWith([deed]), at('09:01'))).toEqual(act)
})
