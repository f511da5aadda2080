import { sources } from '../../functions/sources/sources.ts'
import { find, ofType, readable, shipped, sorted } from './reading.ts'

const template = shipped()

describe('no role', () => {
  const statements = ofType(template, 'AWS::IAM::Role').flatMap(({ Properties }) =>
    Properties.Policies.flatMap((policy: any) => policy.PolicyDocument.Statement),
  )

  it('holds every action of a service', () => {
    expect(statements.flatMap(({ Action }) => Action).filter((action: string) => action.includes('*'))).toEqual([])
  })

  it('reaches every resource, but for traces and for calls that know none', () => {
    const everywhere = statements.filter(({ Resource }) => [Resource].flat().includes('*'))
    expect(new Set(everywhere.flatMap(({ Action }) => Action))).toEqual(
      new Set([
        'cloudwatch:DescribeAlarms',
        'cloudwatch:ListAlarmMuteRules',
        'dynamodb:ListStreams',
        'iot:ListAttachedPolicies',
        'iot:ListPrincipalPolicies',
        'tag:GetResources',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
      ]),
    )
  })

  it('can be added to by another construct', () => {
    expect(ofType(template, 'AWS::IAM::Policy')).toEqual([])
    expect(ofType(template, 'AWS::IAM::ManagedPolicy')).toEqual([])
  })

  it('can be assumed by any but the service that it is for, or the runner if it is a playbook’s', () => {
    const trusted = ofType(template, 'AWS::IAM::Role').flatMap(({ Properties }) =>
      Properties.AssumeRolePolicyDocument.Statement.map(({ Principal }: any) => Principal),
    )
    const services = trusted.flatMap(({ Service }) => Service ?? [])
    expect(sorted(services)).toEqual([...Array(2).fill('iot.amazonaws.com'), ...Array(10).fill('lambda.amazonaws.com')])
    const runner = find(template, 'AWS::Lambda::Function', 'FunctionName', 'andon-run-playbook').Properties.Role
    expect(trusted.filter(({ Service }) => Service === undefined)).toEqual([{ AWS: runner }])
  })
})

describe('a queue', () => {
  const policies = ofType(template, 'AWS::SQS::QueuePolicy').map(({ Properties }) => readable(template, Properties))
  const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)

  it('refuses what does not come over TLS', () => {
    expect(policies).toHaveLength(ofType(template, 'AWS::SQS::Queue').length)
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toEqual(
      policies.map(() => expect.objectContaining({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
    )
  })

  it('takes messages from the rules of our sources, beside our own roles', () => {
    const senders = statements.flatMap(({ Condition }) => Condition.ArnEquals?.['aws:SourceArn'] ?? [])
    const rules = Object.values(sources).flatMap(({ rule }) =>
      rule.kind === 'event' && rule.bus !== 'partner'
        ? [rule.name, ...(rule.forwarded === undefined ? [] : [rule.forwarded])]
        : [],
    )
    expect(new Set(senders)).toEqual(new Set(rules))
  })
})
