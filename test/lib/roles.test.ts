import { mayOf, ofType, permissionsOf, playbookMay, shipped, sorted } from './reading.ts'

const template = shipped()

const logAndTraces = (name: string) => [
  `logs:CreateLogStream on logs log-group:/aws/lambda/${name}:*`,
  `logs:PutLogEvents on logs log-group:/aws/lambda/${name}:*`,
  'xray:PutTelemetryRecords on *',
  'xray:PutTraceSegments on *',
]
const consume = (queue: string) =>
  ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
    (action) => `sqs:${action} on ${queue}`,
  )
const exactly = (name: string, ...calls: string[]) => sorted([...logAndTraces(name), ...calls])

describe('what each function may do', () => {
  it('on-signal: take signals from the queue, write the table, set aside', () => {
    expect(mayOf(template, 'andon-on-signal')).toEqual(
      exactly(
        'andon-on-signal',
        'dynamodb:BatchGetItem on andon',
        'dynamodb:PutItem on andon',
        'sqs:SendMessage on andon-on-signal-dead',
        ...consume('andon-signals'),
      ),
    )
  })

  it('on-reconcile: ask CloudWatch, read the table, put signals into the queue, and write nothing', () => {
    expect(mayOf(template, 'andon-on-reconcile')).toEqual(
      exactly(
        'andon-on-reconcile',
        'cloudwatch:DescribeAlarms on *',
        'cloudwatch:GetAlarmMuteRule on cloudwatch alarm-mute-rule:*',
        'cloudwatch:ListAlarmMuteRules on *',
        'dynamodb:BatchGetItem on andon',
        'dynamodb:Query on andon/index/listed',
        'sqs:SendMessage on andon-signals',
      ),
    )
  })

  it('on-change: read the stream and what failed before, command our lights, start and release playbooks, start escalate, tell bus and notices, call people', () => {
    expect(mayOf(template, 'andon-on-change')).toEqual(
      exactly(
        'andon-on-change',
        'dynamodb:DescribeStream on andon StreamArn',
        'dynamodb:GetItem on andon',
        'dynamodb:GetRecords on andon StreamArn',
        'dynamodb:GetShardIterator on andon StreamArn',
        'dynamodb:ListStreams on *',
        'dynamodb:PutItem on andon',
        'dynamodb:Query on andon/index/listed',
        'events:PutEvents on andon',
        ...['desk-1', 'desk-2', 'wall'].flatMap((light) => [
          `iot:Publish on iot topic/andon/lights/${light}/command`,
          `iot:RetainPublish on iot topic/andon/lights/${light}/command`,
        ]),
        'lambda:InvokeFunction on lambda function:andon-escalate:live',
        'lambda:InvokeFunction on lambda function:andon-run-playbook:live',
        'lambda:SendDurableExecutionCallbackSuccess on lambda function:andon-run-playbook:*',
        'sqs:SendMessage on andon-notices.fifo',
        'sqs:SendMessage on andon-on-change-dead',
        'sqs:SendMessage on andon-retries',
        ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((action) => `sqs:${action} on andon-retries`),
      ),
    )
  })

  it('on-notice: take notices from the queue, read incidents, remember what it told, read the token, tell the lines’ topics', () => {
    expect(mayOf(template, 'andon-on-notice')).toEqual(
      exactly(
        'andon-on-notice',
        'dynamodb:BatchGetItem on andon',
        'dynamodb:GetItem on andon',
        'dynamodb:PutItem on andon',
        'dynamodb:Query on andon',
        'sns:Publish on sns andon-line-checkout',
        'sns:Publish on sns andon-line-platform',
        'sns:Publish on sns andon-line-search',
        'sqs:SendMessage on andon-on-notice-dead.fifo',
        'ssm:GetParameter on ssm parameter/andon/slack-token',
        ...consume('andon-notices.fifo'),
      ),
    )
  })

  it('on-minute: republish the lines, read what our lamps report, ask whether they are connected', () => {
    expect(mayOf(template, 'andon-on-minute')).toEqual(
      exactly(
        'andon-on-minute',
        'dynamodb:BatchGetItem on andon',
        'dynamodb:GetItem on andon',
        'dynamodb:PutItem on andon',
        'dynamodb:Query on andon/index/listed',
        ...['desk-1', 'desk-2', 'wall'].flatMap((light) => [
          `iot:GetConnection on iot client/${light}`,
          `iot:GetRetainedMessage on iot topic/andon/lights/${light}/reported`,
        ]),
      ),
    )
  })

  it('on-enrol: read and use up claims, keep who was let in, and shut out whose light has left', () => {
    expect(mayOf(template, 'andon-on-enrol')).toEqual(
      exactly(
        'andon-on-enrol',
        ...['BatchGetItem', 'GetItem', 'PutItem', 'Query'].map((call) => `dynamodb:${call} on andon`),
        ...['DeleteConnection on iot client/*', 'UpdateCertificate on iot cert/*'].map((call) => `iot:${call}`),
        ...['Publish', 'RetainPublish'].map((call) => `iot:${call} on iot topic/andon/lights/*/reported`),
      ),
    )
  })

  it('escalate: save its progress, write that the line stops', () => {
    expect(mayOf(template, 'andon-escalate')).toEqual(
      exactly(
        'andon-escalate',
        'dynamodb:GetItem on andon',
        'dynamodb:PutItem on andon',
        'lambda:CheckpointDurableExecution on lambda function:andon-escalate:*',
        'lambda:GetDurableExecutionState on lambda function:andon-escalate:*',
        'sqs:SendMessage on andon-escalate-dead',
      ),
    )
  })

  it('run-playbook: save its progress, write what it did, and assume a playbook’s role; nothing that playbooks may do', () => {
    expect(mayOf(template, 'andon-run-playbook')).toEqual(
      exactly(
        'andon-run-playbook',
        'cloudwatch:ListAlarmMuteRules on *',
        'dynamodb:BatchGetItem on andon',
        'dynamodb:GetItem on andon',
        'dynamodb:PutItem on andon',
        'lambda:CheckpointDurableExecution on lambda function:andon-run-playbook:*',
        'lambda:GetDurableExecutionState on lambda function:andon-run-playbook:*',
        'sqs:SendMessage on andon-run-playbook-dead',
        'ssm:GetParameters on ssm parameter/andon/machines',
        'ssm:GetParameters on ssm parameter/andon/machines/*',
        'sts:AssumeRole on iam role/andon-playbook-*',
      ),
    )
  })

  it('api: put acts into the queue', () => {
    expect(mayOf(template, 'andon-api')).toEqual(exactly('andon-api', 'sqs:SendMessage on andon-signals'))
  })

  it('on-destroy: shut out who holds a policy that goes', () => {
    expect(mayOf(template, 'andon-on-destroy')).toEqual(
      exactly(
        'andon-on-destroy',
        'iot:DetachPolicy on iot cert/*',
        'iot:ListTargetsForPolicy on iot policy/andon-claim',
        'iot:ListTargetsForPolicy on iot policy/andon-device',
        'iot:UpdateCertificate on iot cert/*',
      ),
    )
  })

  it('a playbook: exactly the calls of its actions, and the reading of tags', () => {
    expect(playbookMay(template, 'restart-checkout')).toEqual([
      'ecs:DescribeServiceRevisions on ecs service-revision/shop/checkout/*',
      'ecs:DescribeServiceRevisions on ecs service/shop/checkout',
      'ecs:DescribeServices on ecs service/shop/checkout',
      'ecs:ListServiceDeployments on ecs service/shop/checkout',
      'ecs:UpdateService on ecs service/shop/checkout',
      'tag:GetResources on *',
    ])
  })

  it('the topic rules: send to the signals queue and to its dead letters', () => {
    const [rule] = ofType(template, 'AWS::IoT::TopicRule')
    const [{ Sqs }] = rule!.Properties.TopicRulePayload.Actions
    expect(permissionsOf(template, Sqs.RoleArn['Fn::GetAtt'][0])).toEqual([
      'sqs:SendMessage on andon-on-signal-dead',
      'sqs:SendMessage on andon-signals',
    ])
  })
})
