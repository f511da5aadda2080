import { flood } from '../../../functions/domain/guards/flood.ts'
import { at } from '../../signals.ts'
import { someFacts } from './facts.ts'

const alarms = Array.from({ length: 11 }, () => at('09:00'))
const people = { kind: 'people', because: 'the line is in flood, and no single alarm tells what is wrong' }

it('leaves it to people while the line is in flood', () => {
  expect(flood.judge(someFacts({}, { alarms, flooded: true }), at('09:01'))).toEqual(people)
})

it('lets go as soon as the flood has ended, though nothing was written since', () => {
  const facts = someFacts({}, { alarms, flooded: true })
  expect(flood.judge(facts, at('09:09:59'))).toEqual(people)
  expect(flood.judge(facts, at('09:10'))).toEqual({ kind: 'act' })
})

it('has nothing against some alarms, and leaves an unknown line to others', () => {
  expect(flood.judge(someFacts({}, { alarms: alarms.slice(1) }), at('09:01'))).toEqual({ kind: 'act' })
  expect(flood.judge({ ...someFacts(), line: undefined }, at('09:01'))).toEqual({ kind: 'act' })
})
