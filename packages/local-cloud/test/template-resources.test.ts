import { refuseUnmodelled } from '../src/modelled-resources.ts'
import { NotModelled } from '../src/not-modelled.ts'
import { templateOf } from './template-of.ts'

describe('what a resource is known by', () => {
  it.each<[type: string, properties: Record<string, unknown>, ref: string, arn: string]>([
    [
      'AWS::Lambda::Function',
      { FunctionName: 'on-signal' },
      'on-signal',
      'arn:aws:lambda:eu-central-1:000000000000:function:on-signal',
    ],
    [
      'AWS::Lambda::Alias',
      { FunctionName: 'run', Name: 'live' },
      'arn:aws:lambda:eu-central-1:000000000000:function:run:live',
      'arn:aws:lambda:eu-central-1:000000000000:function:run:live',
    ],
    [
      'AWS::Lambda::Version',
      { FunctionName: 'run' },
      'arn:aws:lambda:eu-central-1:000000000000:function:run:1',
      'arn:aws:lambda:eu-central-1:000000000000:function:run:1',
    ],
    [
      'AWS::SQS::Queue',
      { QueueName: 'signals' },
      'http://127.0.0.1:4566/000000000000/signals',
      'arn:aws:sqs:eu-central-1:000000000000:signals',
    ],
    [
      'AWS::DynamoDB::Table',
      { TableName: 'incidents' },
      'incidents',
      'arn:aws:dynamodb:eu-central-1:000000000000:table/incidents',
    ],
    ['AWS::Events::EventBus', { Name: 'andon' }, 'andon', 'arn:aws:events:eu-central-1:000000000000:event-bus/andon'],
    ['AWS::Events::Rule', { Name: 'alarms' }, 'alarms', 'arn:aws:events:eu-central-1:000000000000:rule/alarms'],
    [
      'AWS::Events::Rule',
      { Name: 'cords', EventBusName: 'andon' },
      'andon|cords',
      'arn:aws:events:eu-central-1:000000000000:rule/andon/cords',
    ],
    [
      'AWS::IAM::Role',
      { RoleName: 'runner', Path: '/andon/' },
      'runner',
      'arn:aws:iam::000000000000:role/andon/runner',
    ],
    [
      'AWS::SNS::Topic',
      { TopicName: 'own' },
      'arn:aws:sns:eu-central-1:000000000000:own',
      'arn:aws:sns:eu-central-1:000000000000:own',
    ],
    [
      'AWS::IoT::TopicRule',
      { RuleName: 'cord_pulled' },
      'cord_pulled',
      'arn:aws:iot:eu-central-1:000000000000:rule/cord_pulled',
    ],
  ])('%s %j', (type, properties, ref, arn) => {
    const it = templateOf({ It: { Type: type, Properties: properties } }).find('It')
    expect({ ref: it.ref, arn: it.arn }).toEqual({ ref, arn })
  })

  it('a name that the template does not give is made up, within its limits, and always the same', () => {
    const long = 'AVeryLongLogicalId'.repeat(6)
    const made = (type: string, properties = {}) =>
      templateOf({ [long]: { Type: type, Properties: properties } }).find(long)
    const name = made('AWS::Lambda::Function').ref
    expect(name).toMatch(/^Andon-AVeryLong\w+-[A-Za-z0-9]{12}$/)
    expect(name).toHaveLength(64)
    expect(made('AWS::Lambda::Function').ref).toBe(name)
    expect(made('AWS::IoT::TopicRule').ref).toMatch(/^[A-Za-z0-9_]+$/)
    expect(made('AWS::SQS::Queue', { FifoQueue: true }).attributes['QueueName']).toMatch(/^.{75}\.fifo$/)
  })
})

describe('what the local cloud cannot play', () => {
  const named = (Type: string) => ({ Type, Metadata: { 'aws:cdk:path': `Andon/${Type.split('::')[1]}/Resource` } })

  it('is refused all at once, by logical id, type and path', () => {
    const template = templateOf({
      Shown: named('AWS::CloudWatch::Dashboard'),
      Bucket: named('AWS::S3::Bucket'),
      Provider: named('Custom::LogRetention'),
      Queue: { Type: 'AWS::SQS::Queue', Properties: { Tags: { 'Fn::GetAZs': '' } } },
    })
    expect(() => refuseUnmodelled(template)).toThrow(NotModelled)
    expect(() => refuseUnmodelled(template)).toThrow(
      /:\n {2}Bucket \(AWS::S3::Bucket, Andon\/S3\/Resource\)\n {2}Provider \(Custom::LogRetention, .*\)\n {2}Queue \(AWS::SQS::Queue\): .*Fn::GetAZs.*$/,
    )
  })
  it('is not what merely has no effect', () => {
    const template = templateOf({ Alarm: named('AWS::CloudWatch::Alarm'), Logs: named('AWS::Logs::LogGroup') })
    expect(() => refuseUnmodelled(template)).not.toThrow()
  })
})
