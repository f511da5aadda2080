import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import { DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetPublicAccessBlockCommand, S3Client } from '@aws-sdk/client-s3'
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns'
import { CreateQueueCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import { SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm'
import { roleAccessKey } from '../src/aws-endpoint/request.ts'
import { RoleCheck } from '../src/services/iam/role-check.ts'
import { service, start as startEndpoint } from './aws-endpoint-started.ts'
import { type Moto, startMoto } from './moto.ts'
import { withMoto } from './peers.ts'
import { templateOf } from './template-of.ts'

const allowed = [
  'dynamodb:DescribeTable',
  'ecs:DescribeServices',
  'events:DisableRule',
  'lambda:GetAlias',
  's3:GetBucketPublicAccessBlock',
  'sns:GetTopicAttributes',
  'sqs:GetQueueUrl',
  'ssm:SendCommand',
]

/** Services that are imitated, of which a role may call all but ECS only elsewhere. */
async function start({ elsewhere, actions = allowed }: { elsewhere?: string; actions?: string[] } = {}) {
  const roleCheck = new RoleCheck(
    templateOf({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'outward',
          AssumeRolePolicyDocument: {
            Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } },
          },
          Policies: [
            {
              PolicyName: 'inline',
              PolicyDocument: { Statement: { Effect: 'Allow', Action: actions, Resource: '*' } },
            },
          ],
        },
      },
    }),
  )
  const here = service(() => ({}))
  const names = ['dynamodb', 'ecs', 'events', 'lambda', 's3', 'sns', 'sqs', 'ssm']
  const { client } = await startEndpoint(Object.fromEntries(names.map((name) => [name, here.api])), {
    elsewhere,
    outside: (caller, name) => caller.kind === 'role' && name !== 'ecs',
    authorizeElsewhere: (...call) => roleCheck.checkSomewhere(...call),
  })
  return { role: client(roleAccessKey('outward', 'session')), owner: client(), asked: here.asked }
}

const refusal = (action: string) => ({
  $metadata: { httpStatusCode: 501 },
  message: `${action}: things of the service ${action.split(':')[0]} outside of the template are not imitated here. Name an endpoint that plays them, such as a moto server, in ANDON_ELSEWHERE.`,
})
type Config = Awaited<ReturnType<typeof start>>['role']

describe('what is outside of the template, though its service is imitated', () => {
  it.each<[string, (config: Config) => Promise<unknown>]>([
    ['dynamodb:DescribeTable', (as) => new DynamoDBClient(as).send(new DescribeTableCommand({ TableName: 'carts' }))],
    ['events:DisableRule', (as) => new EventBridgeClient(as).send(new DisableRuleCommand({ Name: 'nightly' }))],
    ['lambda:GetAlias', (as) => new LambdaClient(as).send(new GetAliasCommand({ FunctionName: 'pay', Name: 'live' }))],
    [
      's3:GetBucketPublicAccessBlock',
      (as) => new S3Client(as).send(new GetPublicAccessBlockCommand({ Bucket: 'files' })),
    ],
    [
      'sns:GetTopicAttributes',
      (as) => new SNSClient(as).send(new GetTopicAttributesCommand({ TopicArn: 'arn:aws:sns:eu-central-1:1:x' })),
    ],
    ['sqs:GetQueueUrl', (as) => new SQSClient(as).send(new GetQueueUrlCommand({ QueueName: 'orders' }))],
    ['ssm:SendCommand', (as) => new SSMClient(as).send(new SendCommandCommand({ DocumentName: 'restart' }))],
  ])('is refused for good, in words that the client of each protocol can read: %s', async (action, send) => {
    const { role, asked } = await start()
    await expect(send(role)).rejects.toMatchObject(refusal(action))
    expect(asked).toEqual([])
  })

  it('is held to the role first', async () => {
    const { role } = await start({ actions: ['sqs:SendMessage'] })
    await expect(new SQSClient(role).send(new GetQueueUrlCommand({ QueueName: 'orders' }))).rejects.toMatchObject({
      message: expect.stringContaining('is not authorized to perform: sqs:GetQueueUrl'),
    })
  })

  it('is nothing to other callers, nor of another service', async () => {
    const { role, owner, asked } = await start()
    await new SQSClient(owner).send(new GetQueueUrlCommand({ QueueName: 'orders' }))
    await new ECSClient(role).send(new DescribeServicesCommand({ cluster: 'shop', services: ['checkout'] }))
    expect(asked.map(({ operation }) => operation)).toEqual(['GetQueueUrl', 'DescribeServices'])
  })
})

withMoto('a moto server', () => {
  let moto: Moto
  beforeAll(async () => (moto = await startMoto('000000000000')))
  afterAll(() => moto.end())

  it('plays what is outside of the template', async () => {
    const { role, owner, asked } = await start({ elsewhere: moto.url })
    await new SQSClient({ ...owner, endpoint: moto.url }).send(new CreateQueueCommand({ QueueName: 'orders' }))
    const { QueueUrl } = await new SQSClient(role).send(new GetQueueUrlCommand({ QueueName: 'orders' }))
    // The SDK follows that URL: it must not lead past the roles.
    expect(QueueUrl).toBe(`${role.endpoint}/000000000000/orders`)
    expect(asked).toEqual([])
  })
})
