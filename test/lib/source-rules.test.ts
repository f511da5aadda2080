import { compilePattern } from '@andon/event-pattern'
import example from '../fixtures/andon.config.ts'
import { manySources } from './many-sources.ts'
import { ofType } from './reading.ts'
import { aPipelineEvent } from '../an-event.ts'
import { synthesize } from './synthesized.ts'

const rulesOf = (template: ReturnType<typeof synthesize>) =>
  ofType(template, 'AWS::Events::Rule').filter(({ Properties }) => Properties.Name?.startsWith('andon-source-'))

it('makes one rule a source, on the default bus, for what opens and for what ends; nothing else gets by it', () => {
  const rules = rulesOf(synthesize())
  expect(rules.map(({ Properties }) => Properties.Name)).toEqual([
    'andon-source-pipeline-failed',
    'andon-source-guardduty',
  ])
  const [{ Properties } = { Properties: {} as any }] = rules
  expect(Properties.EventBusName).toBeUndefined()
  expect(Properties.Targets).toMatchObject([{ Arn: expect.anything(), DeadLetterConfig: expect.anything() }])
  const takes = compilePattern(Properties.EventPattern)
  const of = (state: string, pipeline?: string) => takes(aPipelineEvent({ state, ...(pipeline && { pipeline }) }))
  expect([of('FAILED'), of('SUCCEEDED')]).toEqual([true, true])
  expect([of('STARTED'), of('FAILED', 'search-deploy')]).toEqual([false, false])
})

it('makes none, and lets nothing in, where the config has no sources', () => {
  const { sources: _, ...without } = example
  const template = synthesize({ config: without })
  expect(rulesOf(template)).toEqual([])
  expect(JSON.stringify(ofType(template, 'AWS::SQS::QueuePolicy'))).not.toContain('andon-source-')
})

it('keeps the policies of the queues within what SQS takes, however many there are', () => {
  const template = synthesize({ config: { ...example, sources: manySources } })
  expect(rulesOf(template)).toHaveLength(150)
  for (const { Properties } of ofType(template, 'AWS::SQS::QueuePolicy'))
    expect(JSON.stringify(Properties.PolicyDocument).length).toBeLessThan(8192)
})
