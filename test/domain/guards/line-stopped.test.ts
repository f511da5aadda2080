import { lineStopped } from '../../../functions/domain/guards/line-stopped.ts'
import { at } from '../../signals.ts'
import { aStoppedLine, someFacts } from './facts.ts'

const judged = (...facts: Parameters<typeof someFacts>) => lineStopped.judge(someFacts(...facts), at('09:01'))

it('holds until the line is cleared, and says what stopped it', () => {
  expect(judged({}, aStoppedLine)).toEqual({
    kind: 'hold',
    because: 'the line is stopped (cord desk-1 was pulled)',
    until: { kind: 'line-cleared' },
  })
})

it('holds as well when the line no longer knows what stopped it', () => {
  expect(judged({}, { ...aStoppedLine, reasons: [] })).toMatchObject({ kind: 'hold', because: 'the line is stopped' })
})

it('has nothing against a line that is not stopped, though people are called', () => {
  const { open } = aStoppedLine
  const calling = { open: { ...open, stop: open.approval, help: open.stop } }
  expect([judged(), judged({}, calling)]).toEqual([{ kind: 'act' }, { kind: 'act' }])
})

it('leaves it to others to tell what to do with a line that is unknown', () => {
  expect(lineStopped.judge({ ...someFacts(), line: undefined }, at('09:01'))).toEqual({ kind: 'act' })
})
