import { lineUnknown } from '../../../functions/domain/guards/line-unknown.ts'
import { at } from '../../signals.ts'
import { someFacts } from './facts.ts'

it('calls people when it cannot tell whether the line is stopped', () => {
  const facts = someFacts()
  expect(lineUnknown.judge({ ...facts, line: undefined }, at('09:01'))).toEqual({
    kind: 'people',
    because: 'the state of the line is unknown, so it may be stopped',
  })
})

it('has nothing against a line that is known', () => {
  expect(lineUnknown.judge(someFacts(), at('09:01'))).toEqual({ kind: 'act' })
})
