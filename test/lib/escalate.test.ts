import example from '../fixtures/andon.config.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { find, readable } from './reading.ts'
import { synthesize } from './synthesized.ts'

const { lines, ...rest }: AndonConfig = example
const { checkout, search } = lines
const linesOf = (all: AndonConfig['lines']) => synthesize({ config: { ...rest, lines: all, lights: {}, cords: {} } })
const escalate = (template: ReturnType<typeof synthesize>) =>
  find(template, 'AWS::Lambda::Function', 'FunctionName', 'andon-escalate').Properties

it('may run for the longest wait for an answer, and a day', () => {
  const patient = { ...checkout!, answerWithin: { days: 2 } }
  expect(escalate(linesOf({ checkout: checkout!, patient })).DurableConfig.ExecutionTimeout).toBe(3 * 86_400)
  expect(escalate(linesOf({ search: search! })).DurableConfig.ExecutionTimeout).toBe(86_400)
})

it('sets aside what could not be followed up', () => {
  const template = linesOf(lines)
  expect(readable(template, escalate(template).DeadLetterConfig)).toEqual({ TargetArn: 'andon-escalate-dead' })
})
