import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { compilePattern } from '@andon/event-pattern'
import example from '../fixtures/andon.config.ts'
import { AndonForward } from '../../lib/andon-forward.ts'
import type { Target } from '../../lib/target.ts'
import { find, ofType, permissionsOf, readable, shipped } from './reading.ts'
import { synthesize, type Template } from './synthesized.ts'
import { alarmsFrom } from './others-alarms.ts'

const bus = 'arn:aws:events:eu-central-1:111122223333:event-bus/andon'
const elsewhere = { account: '444455556666', region: 'us-east-1' }

function forwarding(here: Target = elsewhere): Template {
  // The CDK's own switch for its rules over the template, which test/lib/app.test.ts lets look at this one.
  process.env['CDK_VALIDATION'] = 'false'
  const outdir = mkdtempSync(join(tmpdir(), 'andon-'))
  const app = new App({ outdir, analyticsReporting: false, treeMetadata: false })
  new AndonForward(app, 'andon-forward', { bus, here })
  return app.synth().getStackByName('andon-forward').template
}

const alarm = (parts: object = {}) => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  ...elsewhere,
  detail: { alarmName: 'cdn-5xx', state: { value: 'ALARM' } },
  ...parts,
})

describe('andon-forward', () => {
  const template = forwarding()
  const [rule] = ofType(template, 'AWS::Events::Rule')
  const pattern = JSON.parse(
    JSON.stringify(readable(template, rule!.Properties.EventPattern))
      .replace('AWS::AccountId', elsewhere.account)
      .replace('AWS::Region', elsewhere.region),
  )
  const forwards = compilePattern(pattern)

  it('is one rule and one role, which may put to that one bus and nothing else', () => {
    expect(Object.values(template.Resources).map(({ Type }) => Type)).toEqual(['AWS::IAM::Role', 'AWS::Events::Rule'])
    const [target] = rule!.Properties.Targets
    expect(target.Arn).toBe(bus)
    const role = target.RoleArn['Fn::GetAtt'][0]
    expect(permissionsOf(template, role)).toEqual([`events:PutEvents on ${bus}`])
    expect(readable(template, template.Resources[role]!.Properties.AssumeRolePolicyDocument.Statement)).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': ['events rule/andon-alarm-forwarded'] } },
      },
    ])
  })

  it('forwards the alarms of its own account and region, as the hub would hear them', () => {
    expect(forwards(alarm())).toBe(true)
    const hub = ofType(shipped(), 'AWS::Events::Rule').filter(({ Properties }) =>
      ['andon-alarm-changed', 'andon-alarm-forwarded'].includes(Properties.Name),
    )
    expect(hub.map(({ Properties }) => [Properties.Name, compilePattern(Properties.EventPattern)(alarm())])).toEqual([
      ['andon-alarm-changed', true],
      ['andon-alarm-forwarded', true],
    ])
  })

  it.each([
    ['what others forwarded to there', alarm({ account: '777788889999' })],
    ['what other regions forwarded to there', alarm({ region: 'eu-west-1' })],
    ['the alarms of an Andon that is there too', alarm({ detail: { alarmName: 'andon-on-signal' } })],
    ['anything else', alarm({ source: 'aws.health' })],
  ])('does not forward %s', (_, event) => expect(forwards(event)).toBe(false))

  it('is refused where the hub is: it hears its own alarms anyway', () => {
    expect(() => forwarding({ account: '111122223333', region: 'eu-central-1' })).toThrow(
      '-c forwardTo: found the bus of this same account and region (111122223333, eu-central-1)',
    )
    expect(() => forwarding({ account: undefined, region: 'eu-central-1' })).not.toThrow()
  })
})

describe('the hub', () => {
  it('hears what is forwarded on its own bus, where it is nobody else’s', () => {
    const rule = find(shipped(), 'AWS::Events::Rule', 'Name', 'andon-alarm-forwarded').Properties
    expect(readable(shipped(), rule.EventBusName)).toBe('andon')
    expect(rule.Targets.map(({ Arn }: any) => readable(shipped(), Arn))).toEqual(['andon-signals'])
  })

  it('lets no other account in unless the config says so', () => {
    expect(ofType(shipped(), 'AWS::Events::EventBus').map(({ Properties }) => Properties.Policy)).toEqual([undefined])
    expect(ofType(shipped(), 'AWS::Events::EventBusPolicy')).toEqual([])
  })

  it('lets in whom the config names, with what CloudWatch itself says and nothing else', () => {
    const hub = synthesize({ config: { ...example, alarmsFrom } })
    const [bus] = ofType(hub, 'AWS::Events::EventBus')
    const statements = readable(hub, bus!.Properties.Policy.Statement)
    const condition = { 'events:source': 'aws.cloudwatch' }
    expect(statements).toEqual([
      expect.objectContaining({
        Action: 'events:PutEvents',
        Resource: 'events event-bus/andon',
        Principal: { AWS: expect.stringContaining('444455556666:root') },
        Condition: { StringEquals: condition },
      }),
      expect.objectContaining({
        Action: 'events:PutEvents',
        Resource: 'events event-bus/andon',
        Principal: { AWS: '*' },
        Condition: { StringEquals: { ...condition, 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      }),
    ])
  })
})
