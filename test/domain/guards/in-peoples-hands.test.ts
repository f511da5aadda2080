import { inPeoplesHands } from '../../../functions/domain/guards/in-peoples-hands.ts'
import { at } from '../../signals.ts'
import { someFacts } from './facts.ts'

it.each(['help', 'stop'] as const)('leaves it to people who are called: %s', (state) => {
  expect(inPeoplesHands.judge(someFacts({ state }), at('09:01'))).toEqual({
    kind: 'people',
    because: 'people are in charge of it now',
  })
})

it.each(['working', 'approval', 'resolved'] as const)('has nothing against what is not theirs: %s', (state) => {
  expect(inPeoplesHands.judge(someFacts({ state }), at('09:01'))).toEqual({ kind: 'act' })
})
