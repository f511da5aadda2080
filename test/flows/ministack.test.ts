// The whole life of a deployment on a stranger: MiniStack, which knows nothing of Andon, and whose mistakes are not ours.
// docs/deploying.md lists what it cannot do; nothing here makes up for that.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DynamoDBClient, GetItemCommand, ListTablesCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, ListEventBusesCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge'
import {
  AttachPolicyCommand,
  CreateThingGroupCommand,
  DeletePolicyCommand,
  GetPolicyCommand,
  IoTClient,
} from '@aws-sdk/client-iot'
import { GetRetainedMessageCommand, IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { ListSubscriptionsByTopicCommand, ListTopicsCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { GetQueueUrlCommand, ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { type LightCommand, lightCommand } from '../../iot/contract/light-command.ts'
import { cdkOut } from '../cdk-out.ts'
import { anAlarmEvent } from './alarm-event.ts'
import { type MiniStack, startMiniStack, withMiniStack } from './ministack.ts'

const fixture = join(import.meta.dirname, '../fixtures/andon.config.ts')

let there: MiniStack
let aws: ReturnType<typeof clients>
const clients = ({ client }: MiniStack) => ({
  table: new DynamoDBClient(client),
  queues: new SQSClient(client),
  iot: new IoTDataPlaneClient(client),
  registry: new IoTClient(client),
  functions: new LambdaClient(client),
  topics: new SNSClient(client),
  rules: new EventBridgeClient(client),
})

/** The CDK's own switch for its rules over the template, which take longer than the rest: the first deployment passes them. */
const unchecked = { CDK_VALIDATION: 'false' }

/** Synthesizes and deploys, as `npx cdk deploy` does. @param output a name for what is synthesized */
const deploy = (output: string, config = fixture, environment: Readonly<Record<string, string>> = unchecked) =>
  there.cdk(`deploy --output ${join(there.home, output)} --require-approval never`, {
    ANDON_CONFIG: config,
    ...environment,
  })

/** An alarm's event, where the rule would have put it: MiniStack's alarms send none. */
async function alarm(name: string): Promise<void> {
  const { QueueUrl } = await aws.queues.send(new GetQueueUrlCommand({ QueueName: 'andon-signals' }))
  const event = anAlarmEvent({ name, account: '111122223333', at: new Date().toISOString().replace('Z', '+0000') })
  await aws.queues.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }))
}

/** A stranger's cloud tells nobody when it is done. */
async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  // Shortly before jest gives up: this tells what was waited for.
  for (let nth = 0; nth < 5000; nth++) {
    const seen = await look()
    if (seen !== undefined) return seen
    await pause(100)
  }
  throw new Error(`no ${what}, however long it was waited for: ${there.heard()}`)
}

async function commandOf(light: string, state: LightCommand['state']): Promise<LightCommand> {
  return until(`${state} for ${light}`, async () => {
    const topic = `andon/lights/${light}/command`
    const { payload } = await aws.iot
      .send(new GetRetainedMessageCommand({ topic }))
      .catch(() => ({ payload: undefined }))
    const command = payload && lightCommand.parse(JSON.parse(Buffer.from(payload).toString()))
    return command?.state === state ? command : undefined
  })
}

async function openOn(line: string): Promise<readonly Record<string, any>[]> {
  const { Items = [] } = await aws.table.send(
    new QueryCommand({
      TableName: 'andon',
      IndexName: 'listed',
      KeyConditionExpression: 'listedIn = :line',
      ExpressionAttributeValues: { ':line': { S: `OPEN#${line}` } },
    }),
  )
  return Items.map((item) => unmarshall(item))
}

const lineTopic = (line: string) => `arn:aws:sns:eu-central-1:111122223333:andon-line-${line}`

async function subscribers(line: string): Promise<unknown[]> {
  const listed = await aws.topics.send(new ListSubscriptionsByTopicCommand({ TopicArn: lineTopic(line) }))
  return listed.Subscriptions?.map(({ Endpoint }) => Endpoint) ?? []
}

/** Every thing of ours, by its name. */
async function ours(): Promise<string[]> {
  const [tables, queues, functions, topics, buses, rules] = await Promise.all([
    aws.table.send(new ListTablesCommand()),
    aws.queues.send(new ListQueuesCommand()),
    aws.functions.send(new ListFunctionsCommand()),
    aws.topics.send(new ListTopicsCommand()),
    aws.rules.send(new ListEventBusesCommand()),
    aws.rules.send(new ListRulesCommand()),
  ])
  return [
    ...(tables.TableNames ?? []).map((name) => `table ${name}`),
    ...(queues.QueueUrls ?? []).map((url) => `queue ${url.split('/').at(-1)}`),
    ...(functions.Functions ?? []).map(({ FunctionName }) => `function ${FunctionName}`),
    ...(topics.Topics ?? []).map(({ TopicArn }) => `topic ${TopicArn?.split(':').at(-1)}`),
    ...(buses.EventBuses ?? []).map(({ Name }) => `bus ${Name}`),
    ...(rules.Rules ?? []).map(({ Name }) => `rule ${Name}`),
  ].filter((name) => name.includes(' andon'))
}

withMiniStack('on MiniStack', () => {
  beforeAll(async () => {
    there = await startMiniStack()
    aws = clients(there)
  })
  afterAll(() => there.stop())

  it('says what to do before anything is changed where the CDK was never used', async () => {
    await expect(there.cdk(`deploy --app ${cdkOut} --require-approval never`)).rejects.toThrow(
      "Please run 'cdk bootstrap'",
    )
    expect(await ours()).toEqual([])
  })

  it('says so before anything is changed when the credentials are of another account than last time', async () => {
    const elsewhere = there.cdk(`deploy --output ${join(there.home, 'cdk.out')} -c account=999988887777`, unchecked)
    await expect(elsewhere).rejects.toThrow('these credentials are of the account 111122223333; allowed: 999988887777')
    expect(await ours()).toEqual([])
  })

  it('is deployed into an empty account as the README says', async () => {
    expect(await there.cdk(`bootstrap --app ${cdkOut} aws://111122223333/eu-central-1`)).toContain('bootstrapped')
    const said = await deploy('first', fixture, {})
    expect(said).toContain('✅  Andon')
    expect(said).toContain('Andon.SlackTokenParameter = /andon/slack-token')
    expect(await ours()).toEqual(
      expect.arrayContaining(['table andon', 'queue andon-signals', 'function andon-on-signal', 'bus andon']),
    )
  })

  it('changes nothing when it is deployed again', async () => {
    expect(await deploy('second')).toContain('✅  Andon (no changes)')
  })

  it('refuses another stage before anything is changed', async () => {
    await expect(
      there.cdk(`deploy --output ${join(there.home, 'staged')} --require-approval never -c stage=trial`, unchecked),
    ).rejects.toThrow('Another stage of Andon lives in this account and region')
  })

  it('brings an alarm from the queue to the lamp, and says what to do about the token that is not there yet', async () => {
    await alarm('checkout-latency')
    expect(await commandOf('desk-1', 'help')).toMatchObject({
      line: 'checkout',
      reasons: [{ title: 'checkout-latency' }],
    })
    expect(await openOn('checkout')).toMatchObject([{ title: 'checkout-latency', state: 'help' }])

    const about = await until('trouble', async () =>
      (await openOn('platform')).find(({ title }) => title === 'channel checkout'),
    )
    const { Item } = await aws.table.send(
      new GetItemCommand({
        TableName: 'andon',
        Key: { pk: { S: `INCIDENT#${about['id']}` }, sk: { S: 'INCIDENT' } },
      }),
    )
    expect(Item?.['reason']?.S).toContain('aws ssm put-parameter --type SecureString --name /andon/slack-token')
  })

  it('goes on with other names after a second deployment', async () => {
    await aws.topics.send(
      new SubscribeCommand({ TopicArn: lineTopic('search'), Protocol: 'email', Endpoint: 'ada@example.com' }),
    )
    const config = join(there.home, 'andon.config.ts')
    writeFileSync(
      config,
      `import before from ${JSON.stringify(fixture)}
       const { search, ...lines } = before.lines
       export default {
         ...before,
         lines: { ...lines, find: { ...search, was: 'search' } },
         lights: { 'desk-1': { shows: ['checkout'] }, 'desk-3': { shows: ['find'] } },
         cords: { 'desk-1': { pulls: 'checkout' }, 'desk-3': { pulls: 'find' } },
       }`,
    )
    await deploy('renamed', config)
    // Who has subscribed to a line stays so, whatever it is called.
    expect(await subscribers('search')).toEqual(['ada@example.com'])
    expect(await ours()).not.toContain('topic andon-line-find')

    await alarm('search-latency')
    expect(await commandOf('desk-3', 'help')).toMatchObject({ line: 'find' })
    expect(await openOn('checkout')).toMatchObject([{ title: 'checkout-latency' }])
  })

  it('goes when it is destroyed, but for what is kept on purpose, though somebody holds a policy of it', async () => {
    // A certificate takes more of Python than MiniStack brings along; what is in the way of a policy is the same.
    const held = { policyName: 'andon-device' }
    const { thingGroupArn: target } = await aws.registry.send(new CreateThingGroupCommand({ thingGroupName: 'lights' }))
    await aws.registry.send(new AttachPolicyCommand({ ...held, target }))
    await expect(aws.registry.send(new DeletePolicyCommand(held))).rejects.toThrow('attached')
    expect(await there.cdk(`destroy --app ${join(there.home, 'renamed')} --force`)).toContain('✅  Andon: destroyed')
    expect(await ours()).toEqual(['table andon'])
    await expect(aws.registry.send(new GetPolicyCommand(held))).rejects.toThrow('not found')
  })
})
