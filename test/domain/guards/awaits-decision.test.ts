import { awaitsDecision } from '../../../functions/domain/guards/awaits-decision.ts'
import { at } from '../../signals.ts'
import { someFacts } from './facts.ts'

it('holds until a person who was asked has decided', () => {
  expect(awaitsDecision.judge(someFacts({ state: 'approval' }), at('09:01'))).toEqual({
    kind: 'hold',
    because: 'a person must decide',
    until: { kind: 'decision' },
  })
})

it.each(['working', 'help', 'stop', 'resolved'] as const)('holds nothing where nobody was asked: %s', (state) => {
  expect(awaitsDecision.judge(someFacts({ state }), at('09:01'))).toEqual({ kind: 'act' })
})
