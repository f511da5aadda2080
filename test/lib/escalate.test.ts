import example from '../fixtures/andon.config.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { find, mayOf, readable } from './reading.ts'
import { synthesize } from './synthesized.ts'

const { lines, ...rest }: AndonConfig = example
const { checkout, search } = lines
const linesOf = (all: AndonConfig['lines']) => synthesize({ config: { ...rest, lines: all, lights: {}, cords: {} } })
const escalate = (template: ReturnType<typeof synthesize>) =>
  find(template, 'AWS::Lambda::Function', 'FunctionName', 'andon-escalate').Properties

it('may tell each line of the config, and no other topic', () => {
  const template = linesOf({ search: search!, kitchen: search! })
  expect(mayOf(template, 'andon-escalate').filter((each) => each.startsWith('sns:'))).toEqual([
    'sns:Publish on andon-line-kitchen',
    'sns:Publish on andon-line-search',
  ])
})

it('endures the longest wait for an answer, and a day', () => {
  const patient = { ...checkout!, answerWithin: { days: 2 } }
  expect(escalate(linesOf({ checkout: checkout!, patient })).DurableConfig.ExecutionTimeout).toBe(3 * 86_400)
  expect(escalate(linesOf({ search: search! })).DurableConfig.ExecutionTimeout).toBe(86_400)
})

it('sets aside what could not be told or followed up', () => {
  const template = linesOf(lines)
  expect(readable(template, escalate(template).DeadLetterConfig)).toEqual({ TargetArn: 'andon-escalate-dead' })
})
