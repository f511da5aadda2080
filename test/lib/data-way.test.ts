import { compilePattern } from '@andon/event-pattern'
import { deployedEvent } from '@andon/local-cloud/services/cloudformation/cloudformation.ts'
import { loadTemplate } from '@andon/local-cloud/template/template.ts'
import { cdkOut } from '../cdk-out.ts'
import example from '../fixtures/andon.config.ts'
import { find, ofType, permissions, readable, shipped } from './reading.ts'
import { synthesize } from './synthesized.ts'

const template = shipped()
const queue = (name: string) => readable(template, find(template, 'AWS::SQS::Queue', 'QueueName', name).Properties)
const sourceOf = (name: string, from?: string) =>
  ofType(template, 'AWS::Lambda::EventSourceMapping')
    .map(({ Properties }) => readable(template, Properties))
    .find(
      ({ FunctionName, EventSourceArn }) => FunctionName === name && (from === undefined || EventSourceArn === from),
    )
const toSignals = { Arn: 'andon-signals', DeadLetterConfig: { Arn: 'andon-on-signal-dead' } }

describe('what comes in', () => {
  it('is every alarm of the account except Andon’s own', () => {
    const { Properties } = find(template, 'AWS::Events::Rule', 'Name', 'andon-alarm-changed')
    expect(Properties.EventBusName).toBeUndefined()
    expect(Properties.EventPattern).toEqual({
      source: ['aws.cloudwatch'],
      'detail-type': [
        'CloudWatch Alarm State Change',
        'CloudWatch Alarm Contributor State Change',
        'CloudWatch Alarm Configuration Change',
      ],
      detail: { alarmName: [{ 'anything-but': { prefix: 'andon-' } }], operation: [{ exists: false }, 'delete'] },
    })
    expect(readable(template, Properties.Targets)).toEqual([expect.objectContaining(toSignals)])
  })

  it('is also what CloudWatch is asked, every five minutes and once a deployment is through', () => {
    const rule = (name: string) => readable(template, find(template, 'AWS::Events::Rule', 'Name', name).Properties)
    expect(rule('andon-every-five-minutes')).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      Targets: [{ Arn: 'andon-on-reconcile' }],
    })
    expect(rule('andon-after-deployment')).toMatchObject({ Targets: [{ Arn: 'andon-on-reconcile' }] })
    const local = loadTemplate(cdkOut, { endpoint: 'http://127.0.0.1:1' })
    const [resolved] = local
      .ofType('AWS::Events::Rule')
      .filter(({ properties }) => properties['Name'] === 'andon-after-deployment')
    const isTaken = compilePattern(resolved?.properties['EventPattern'])
    const deployed = deployedEvent(local, 0)
    const withDetail = (more: object) => ({ ...deployed, detail: { ...deployed.detail, ...more } })
    expect(isTaken(deployed)).toBe(true)
    expect(isTaken(withDetail({ 'status-details': { status: 'UPDATE_IN_PROGRESS' } }))).toBe(false)
    expect(isTaken(withDetail({ 'stack-id': 'arn:aws:cloudformation:eu-central-1:000000000000:stack/Other/1' }))).toBe(
      false,
    )
  })

  it.each([
    ['cord that is pulled', 'andon-cord-pulled', 'Cord Pulled'],
    ['call that is answered', 'andon-call-answered', 'Call Answered'],
  ])('is every %s on the bus', (_, name, detailType) => {
    const { Properties } = find(template, 'AWS::Events::Rule', 'Name', name)
    expect(readable(template, Properties.EventBusName)).toBe('andon')
    expect(Properties.EventPattern).toEqual({ 'detail-type': [detailType] })
    expect(readable(template, Properties.Targets)).toEqual([expect.objectContaining(toSignals)])
  })

  it.each([
    ['andon_cord', 'andon-cord', 'andon/cords/+/pulled'],
    ['andon_button', 'andon-button', 'iotbutton/+'],
  ])('is whatever is published to the topics of %s, JSON or not', (name, source, topic) => {
    const { TopicRulePayload } = find(template, 'AWS::IoT::TopicRule', 'RuleName', name).Properties
    expect(readable(template, TopicRulePayload)).toMatchObject({
      AwsIotSqlVersion: '2016-03-23',
      Sql: `SELECT '${source}' AS source, topic() AS topic, timestamp() AS receivedAt, clientid() AS client, encode(*, 'base64') AS payload FROM '${topic}'`,
      Actions: [{ Sqs: { QueueUrl: 'andon-signals', UseBase64: false } }],
      ErrorAction: { Sqs: { QueueUrl: 'andon-on-signal-dead', UseBase64: false } },
    })
  })
})

describe('the queues', () => {
  it('set a signal aside that failed ten times', () => {
    expect(queue('andon-signals')).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: 'andon-on-signal-dead', maxReceiveCount: 10 },
      VisibilityTimeout: 60,
    })
    expect(sourceOf('andon-on-signal')).toMatchObject({
      EventSourceArn: 'andon-signals',
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    })
    expect(sourceOf('andon-on-signal').MaximumBatchingWindowInSeconds).toBeUndefined()
  })

  it('keep notices in order, and as long as a queue can', () => {
    expect(queue('andon-notices.fifo')).toMatchObject({
      FifoQueue: true,
      RedrivePolicy: { deadLetterTargetArn: 'andon-on-notice-dead.fifo', maxReceiveCount: 1000 },
      MessageRetentionPeriod: 14 * 86_400,
      VisibilityTimeout: 6 * 30,
    })
    expect(sourceOf('andon-on-notice')).toMatchObject({
      EventSourceArn: 'andon-notices.fifo',
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    })
  })
})

it('tries again what on-change could not pass on, each by itself, and asks no more often than it must', () => {
  expect(queue('andon-retries')).toMatchObject({
    RedrivePolicy: { deadLetterTargetArn: 'andon-on-change-dead', maxReceiveCount: 5 },
    VisibilityTimeout: 6 * 60,
  })
  const source = sourceOf('andon-on-change', 'andon-retries')
  expect(source).toMatchObject({
    BatchSize: 10,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  })
  expect(source.ScalingConfig).toBeUndefined()
})

describe('a line that was renamed', () => {
  it('leaves the stack as it was, topic and all: only the code knows of it', () => {
    const { checkout, ...others } = example.lines
    const renamed = synthesize({
      config: {
        ...example,
        lines: { shop: { ...checkout, was: 'checkout' }, ...others },
        lights: { ...example.lights, 'desk-1': { shows: ['shop'] }, wall: { shows: ['shop', 'search'] } },
        cords: { ...example.cords, 'desk-1': { pulls: 'shop' } },
      },
    })
    expect(renamed.Resources).toEqual(synthesize().Resources)
    expect(renamed).toMatchObject({
      Metadata: { Andon: { lines: { shop: { was: ['checkout'] } }, lineTopics: { shop: 'andon-line-checkout' } } },
    })
  })
})

describe('the table', () => {
  const table = ofType(template, 'AWS::DynamoDB::GlobalTable')[0]!

  it('is kept, whatever becomes of the stack, and can be restored to any second', () => {
    expect(table).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' })
    expect(table.Properties).toMatchObject({
      TableName: 'andon',
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    })
  })

  it('passes on its lines and timelines, in order, for four hours', () => {
    const source = sourceOf('andon-on-change', 'andon StreamArn')
    expect(source).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      MaximumRecordAgeInSeconds: 14_400,
      DestinationConfig: { OnFailure: { Destination: 'andon-on-change-dead' } },
    })
    // Only what takes the function down counts, and that may be a deployment which is taken back.
    expect(source.MaximumRetryAttempts).toBe(100)
    expect(source.ParallelizationFactor).toBeUndefined()
    expect(source.FilterCriteria.Filters.map(({ Pattern }: any) => JSON.parse(Pattern))).toEqual([
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { sk: { S: ['LINE'] } } } },
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: { sk: { S: [{ prefix: 'ENTRY#' }] } } } },
    ])
  })
})

it('runs on-minute every minute', () => {
  const { Properties } = find(template, 'AWS::Events::Rule', 'Name', 'andon-every-minute')
  expect(Properties.ScheduleExpression).toBe('rate(1 minute)')
  expect(readable(template, Properties.Targets)).toEqual([expect.objectContaining({ Arn: 'andon-on-minute' })])
})

describe('the devices', () => {
  it('take no resource each: their things are made when they are enrolled', () => {
    expect(ofType(template, 'AWS::IoT::Thing')).toEqual([])
  })

  it('may speak and hear for themselves alone', () => {
    const { PolicyDocument } = find(template, 'AWS::IoT::Policy', 'PolicyName', 'andon-device').Properties
    const itself = '${iot:Connection.Thing.ThingName}'
    expect(permissions(template, PolicyDocument.Statement)).toEqual([
      `iot:Connect on iot client/${itself}`,
      `iot:Publish on iot topic/andon/cords/${itself}/pulled`,
      `iot:Publish on iot topic/andon/lights/${itself}/reported`,
      `iot:Receive on iot topic/andon/lights/${itself}/command`,
      `iot:RetainPublish on iot topic/andon/lights/${itself}/reported`,
      `iot:Subscribe on iot topicfilter/andon/lights/${itself}/command`,
    ])
  })
})
