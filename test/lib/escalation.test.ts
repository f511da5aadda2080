import example from '../fixtures/escalation.config.ts'
import { find, mayOf, ofType, readable } from './reading.ts'
import { synthesize } from './synthesized.ts'

const template = synthesize({ config: example })

it('lets on-notice read the key and publish to the topic that the channels name', () => {
  const may = mayOf(template, 'andon-on-notice')
  expect(may).toContain('ssm:GetParameter on ssm parameter/andon/pagerduty-key')
  expect(may).toContain('ssm:GetParameter on ssm parameter/andon/slack-token')
  expect(may).toContain('sns:Publish on arn:aws:sns:eu-central-1:111122223333:leads')
})

it('lets escalate read where rotas are, and nothing else of SSM', () => {
  const may = mayOf(template, 'andon-escalate').filter((call) => call.startsWith('ssm:'))
  expect(may).toEqual(['ssm:GetParameter on ssm parameter/andon/rota'])
})

it('tells people what to put where', () => {
  const told = Object.entries<any>(template.Outputs).map(([name, { Value }]) => [name, Value])
  expect(told).toContainEqual(['PagerDutyKeyAndonPagerdutyKey', '/andon/pagerduty-key'])
  expect(told).toContainEqual(['RotaParameter1', '/andon/rota'])
})

it('hears of answers on the partner’s bus, and may run as long as the escalation', () => {
  const rule = find(template, 'AWS::Events::Rule', 'Name', 'andon-pager-answer').Properties
  expect(readable(template, rule)).toMatchObject({
    EventBusName: 'aws.partner/pagerduty.com/acme-andon',
    EventPattern: {
      'detail-type': ['PagerDuty Webhook'],
      detail: { event: ['incident.acknowledge', 'incident.resolve'] },
    },
    Targets: [{ Arn: 'andon-signals' }],
  })
  expect(ofType(template, 'AWS::Events::EventBus')).toHaveLength(1)
  const escalate = find(template, 'AWS::Lambda::Function', 'FunctionName', 'andon-escalate').Properties
  expect(escalate.DurableConfig.ExecutionTimeout).toBe(35 * 60 + 86_400)
})
