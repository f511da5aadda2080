import { resourceBusy } from '../../../functions/domain/guards/resource-busy.ts'
import { at } from '../../signals.ts'
import { aboutTo, aDeed, factsWith, service } from './about.ts'
import { someFacts } from './facts.ts'

const act = { kind: 'act' }

it('holds until the proof of another machine’s act on the same thing is due', () => {
  const deeds = [aDeed(), aDeed({ mark: 'third-0', incident: 'third', playbook: 'scale', until: at('09:07') })]
  expect(resourceBusy.judge(factsWith(deeds), at('09:01'))).toEqual({
    kind: 'hold',
    because: `scale is at ${service} for another incident`,
    until: { kind: 'instant', at: at('09:07') },
  })
})

it('lets go once that is past, though nobody said so: a machine may have died', () => {
  expect(resourceBusy.judge(factsWith([aDeed()]), at('09:05'))).toEqual(act)
})

it('has nothing against the next countermeasure of the same incident', () => {
  expect(resourceBusy.judge(factsWith([aDeed({ incident: someFacts().incident.id })]), at('09:01'))).toEqual(act)
})

it('calls people when it cannot tell', () => {
  expect(resourceBusy.judge({ ...someFacts(), about: aboutTo() }, at('09:01'))).toEqual({
    kind: 'people',
    because: `nobody can tell whether a machine is at ${service}`,
  })
})

it('has nothing to say where nothing is about to be done', () => {
  expect(resourceBusy.judge(someFacts(), at('09:01'))).toEqual(act)
})
