import { find, ofType, readable, shipped, sorted } from './reading.ts'

const template = shipped()
const functions = ofType(template, 'AWS::Lambda::Function').map(({ Properties }) => Properties)
const alarms = ofType(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties)

it.each(functions.map((one) => [one.FunctionName, one]))('%s runs as all functions do', (name, properties) => {
  expect(properties).toMatchObject({
    Architectures: ['arm64'],
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    TracingConfig: { 'Fn::If': ['Traced', { Mode: 'Active' }, { Ref: 'AWS::NoValue' }] },
    LoggingConfig: { LogFormat: 'JSON' },
  })
  expect(readable(template, properties.LoggingConfig.LogGroup)).toBe(`/aws/lambda/${name}`)
  const log = find(template, 'AWS::Logs::LogGroup', 'LogGroupName', `/aws/lambda/${name}`)
  expect(log.Properties.RetentionInDays).toBe(30)
  // A new account has ten to share among all its functions.
  expect(properties.ReservedConcurrentExecutions).toBeUndefined()
})

/** Their callers wait for an answer, and hear of each failure. */
const tellTheirCaller = ['andon-api', 'andon-on-destroy']
const watched = functions.filter(({ FunctionName }) => !tellTheirCaller.includes(FunctionName))

it.each(tellTheirCaller)('%s says whom its failure hurts, for no alarm does', (name) => {
  const { Description } = find(template, 'AWS::Lambda::Function', 'FunctionName', name).Properties
  expect(Description).toMatch(/^\S.{30,}\.$/)
})

it.each(watched.map((one) => [one.FunctionName]))('%s has one alarm, which says whom its failure hurts', (name) => {
  const own = alarms.filter(({ AlarmName }) => AlarmName === name)
  expect(own).toHaveLength(1)
  expect(own[0].AlarmDescription).toMatch(/^\S.{30,}\.$/)
  expect(readable(template, own[0].AlarmActions)).toEqual(['andon-alarms'])
})

it('also has an alarm for errors of on-change, and for its lag behind the table', () => {
  const alarmOf = (name: string) => find(template, 'AWS::CloudWatch::Alarm', 'AlarmName', name).Properties
  const onChange = { Namespace: 'AWS/Lambda', Dimensions: [{ Name: 'FunctionName', Value: 'andon-on-change' }] }
  const told = { AlarmDescription: expect.stringMatching(/^Everyone.{30,}\.$/), AlarmActions: ['andon-alarms'] }
  expect(readable(template, alarmOf('andon-on-change-errors'))).toMatchObject({
    ...onChange,
    ...told,
    MetricName: 'Errors',
    Threshold: 1,
  })
  expect(readable(template, alarmOf('andon-on-change-behind'))).toMatchObject({
    ...onChange,
    ...told,
    MetricName: 'IteratorAge',
    Threshold: 60_000,
    EvaluationPeriods: 2,
  })
})

it('has no other alarms, and the intake ignores all of these by their names', () => {
  expect(alarms).toHaveLength(watched.length + 2)
  expect(alarms.every(({ AlarmName }) => AlarmName.startsWith('andon-'))).toBe(true)
})

it.each([
  ['andon-on-signal', 'andon-on-signal-dead'],
  ['andon-on-change', 'andon-on-change-dead'],
  ['andon-on-notice', 'andon-on-notice-dead.fifo'],
  ['andon-escalate', 'andon-escalate-dead'],
  ['andon-run-playbook', 'andon-run-playbook-dead'],
])('%s raises its alarm for anything in %s', (alarm, queue) => {
  const { Properties } = find(template, 'AWS::CloudWatch::Alarm', 'AlarmName', alarm)
  expect(readable(template, Properties)).toMatchObject({
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: queue }],
    Threshold: 1,
    EvaluationPeriods: 1,
  })
})

it('raises the alarm of on-minute for errors, and when it does not run at all', () => {
  const { Properties } = find(template, 'AWS::CloudWatch::Alarm', 'AlarmName', 'andon-on-minute')
  expect(readable(template, Properties)).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: 'andon-on-minute' }],
    TreatMissingData: 'breaching',
  })
})

it('raises the alarm of on-reconcile when two of three times fail, or it does not run at all', () => {
  const { Properties } = find(template, 'AWS::CloudWatch::Alarm', 'AlarmName', 'andon-on-reconcile')
  expect(readable(template, Properties)).toMatchObject({
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: 'andon-on-reconcile' }],
    Period: 300,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'breaching',
  })
})

it('raises the alarm of on-enrol for the first error, but not because nobody installs a light', () => {
  const { Properties } = find(template, 'AWS::CloudWatch::Alarm', 'AlarmName', 'andon-on-enrol')
  expect(readable(template, Properties)).toMatchObject({
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: 'andon-on-enrol' }],
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
  })
})

const topicPolicies = ofType(template, 'AWS::SNS::TopicPolicy').map(({ Properties }) => ({
  topics: readable(template, Properties.Topics),
  statements: Properties.PolicyDocument.Statement,
}))

it('lets the alarms publish to their topic, and nobody but our own roles to any other', () => {
  const allowed = topicPolicies.flatMap(({ topics, statements }) =>
    statements.filter(({ Effect }: any) => Effect === 'Allow').map((statement: any) => ({ topics, statement })),
  )
  expect(allowed).toEqual([
    {
      topics: ['andon-alarms'],
      statement: expect.objectContaining({
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    },
  ])
})

it('has a topic for each line, and takes nothing on any topic that does not come over TLS', () => {
  expect(sorted(topicPolicies.flatMap(({ topics }) => topics))).toEqual([
    'andon-alarms',
    'andon-line-checkout',
    'andon-line-platform',
    'andon-line-search',
  ])
  for (const { statements } of topicPolicies) {
    expect(statements).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    )
  }
})

it.each([
  [
    'andon-on-signal',
    {
      ANDON_ACCOUNT: 'AWS::AccountId',
      ANDON_TABLE: 'andon',
      SIGNALS_URL: 'andon-signals',
      DEAD_LETTERS_URL: 'andon-on-signal-dead',
    },
  ],
  [
    'andon-on-change',
    {
      ANDON_TABLE: 'andon',
      ANDON_BUS: 'andon',
      NOTICES_URL: 'andon-notices.fifo',
      PLAYBOOK_FUNCTION: 'andon-run-playbook',
      ESCALATE_FUNCTION: 'andon-escalate',
      RETRIES_URL: 'andon-retries',
      DEAD_LETTERS_URL: 'andon-on-change-dead',
    },
  ],
  [
    'andon-on-notice',
    {
      ANDON_TABLE: 'andon',
      NOTICES_URL: 'andon-notices.fifo',
      DEAD_LETTERS_URL: 'andon-on-notice-dead.fifo',
      LINE_TOPICS: 'sns andon-line-',
    },
  ],
  ['andon-on-minute', { ANDON_TABLE: 'andon' }],
  ['andon-on-reconcile', { ANDON_TABLE: 'andon', ANDON_ACCOUNT: 'AWS::AccountId', SIGNALS_URL: 'andon-signals' }],
  ['andon-on-enrol', { ANDON_TABLE: 'andon' }],
  ['andon-on-destroy', { DEVICE_POLICIES: 'andon-device,andon-claim' }],
  ['andon-escalate', { ANDON_TABLE: 'andon' }],
  ['andon-api', { SIGNALS_URL: 'andon-signals' }],
  ['andon-run-playbook', { ANDON_TABLE: 'andon', PLAYBOOK_ROLES: 'iam role/' }],
])('%s is told where everything is', (name, variables) => {
  const { Properties } = find(template, 'AWS::Lambda::Function', 'FunctionName', name)
  expect(readable(template, Properties.Environment.Variables)).toEqual(variables)
})

it('is rid of the policies’ holders as the stack goes, before the policies go', () => {
  const [onDestroy] = ofType(template, 'AWS::CloudFormation::CustomResource')
  const policies = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::IoT::Policy')
  expect(sorted(onDestroy!.DependsOn!)).toEqual(sorted(policies.map(([id]) => id)))
  const names = policies.map(([, { Properties }]) => Properties.PolicyName)
  expect(sorted(names)).toEqual(['andon-claim', 'andon-device'])
  const { Timeout } = find(template, 'AWS::Lambda::Function', 'FunctionName', 'andon-on-destroy').Properties
  expect(onDestroy!.Properties.ServiceTimeout).toBeGreaterThan(Timeout)
})
