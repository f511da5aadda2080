import { CreateTopicCommand, ListTopicsCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import type { Clients } from '../src/aws-endpoint/elsewhere.ts'
import { RoleCheck } from '../src/services/iam/role-check.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'
import { type Moto, startMoto } from './moto.ts'
import { withMoto } from './peers.ts'
import { templateOf } from './template-of.ts'

const topic = 'arn:aws:sns:eu-central-1:123456789012:checkout'
const trust = {
  Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
}
const allow = (Action: string | string[], Resource = '*', but: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...but,
})

/** An endpoint that imitates nothing, and the function `runner` with a role that allows this. */
async function start(statements: object[], elsewhere?: string, clientsElsewhere: Clients = {}) {
  const Policies = [{ PolicyName: 'inline', PolicyDocument: { Statement: statements } }]
  const roleCheck = new RoleCheck(
    templateOf({
      Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'runner', AssumeRolePolicyDocument: trust, Policies } },
      Runner: {
        Type: 'AWS::Lambda::Function',
        Properties: { FunctionName: 'runner', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      },
    }),
  )
  const { client, log, endpoint } = await startEndpoint(
    {},
    { elsewhere, clientsElsewhere, authorizeElsewhere: (...call) => roleCheck.checkSomewhere(...call) },
  )
  const as = (key: string) => new SNSClient(client(key))
  return { owner: as('any'), runner: as('LOCAL.runner'), log, endpoint, roleCheck }
}

const denied = expect.objectContaining({ message: expect.stringMatching(/runner is not authorized to perform: sns:/) })

describe('a service that is not imitated', () => {
  it('is refused in words that name it, the operation and the variable', async () => {
    const { owner, log } = await start([])
    await expect(owner.send(new ListTopicsCommand({}))).rejects.toThrow(
      'sns:ListTopics: the service sns is not imitated here. Name an endpoint that plays it, such as a moto server, in ANDON_ELSEWHERE.',
    )
    expect(log).toHaveLength(1)
  })

  it('is refused by the role first', async () => {
    const { runner } = await start([allow('sns:Publish')])
    await expect(runner.send(new ListTopicsCommand({}))).rejects.toEqual(denied)
    await expect(runner.send(new PublishCommand({ TopicArn: topic, Message: 'x' }))).rejects.toThrow('not imitated')
  })

  it.each([
    ['on another ARN than the call names', [allow('sns:Publish', `${topic}-other`)]],
    ['but is denied on all', [allow('sns:Publish'), allow('sns:*', '*', { Effect: 'Deny' })]],
    ['under a condition that does not hold', [allow('sns:Publish', '*', only({ 'aws:SecureTransport': 'false' }))]],
    ['as another action', [allow('sns:PublishBatch')]],
  ])('is closed to a role that allows it %s', async (_, statements) => {
    const { runner } = await start(statements)
    await expect(runner.send(new PublishCommand({ TopicArn: topic, Message: 'x' }))).rejects.toEqual(denied)
  })

  it('is open under a condition that only what is called could tell', async () => {
    const { runner } = await start([allow('sns:Publish', topic, only({ 'aws:ResourceTag/team': 'search' }))])
    await expect(runner.send(new PublishCommand({ TopicArn: topic, Message: 'x' }))).rejects.toThrow('not imitated')
  })

  it('is open no further than that: where more is known, the condition counts', async () => {
    const { runner, roleCheck } = await start([allow('sns:Publish', topic, only({ 'aws:ResourceTag/team': 'search' }))])
    await expect(runner.send(new PublishCommand({ TopicArn: topic, Message: 'x' }))).rejects.toThrow('not imitated')
    const caller = { kind: 'function', name: 'runner' } as const
    expect(() => roleCheck.check(caller, [{ action: 'sns:Publish', resource: topic }])).toThrow('not authorized')
  })

  it('is read by a client that is handed over, where no package has one', async () => {
    const { endpoint } = await start([allow('nothing:GetFunction', '*')], undefined, {
      nothing: () => import('@aws-sdk/client-lambda'),
    })
    const authorization = 'Credential=LOCAL.runner/20261121/eu-central-1/nothing/aws4_request'
    const answer = await fetch(`${endpoint.url}/2015-03-31/functions/checkout`, { headers: { authorization } })
    expect(await answer.text()).toContain('nothing:GetFunction: the service nothing is not imitated here')
  })

  it('is open to a role that allows it on anything, when the call names no ARN', async () => {
    const { runner, roleCheck } = await start([allow('sns:ListTopics', `${topic}-other`)])
    await expect(runner.send(new ListTopicsCommand({}))).rejects.toThrow('not imitated')
    expect(roleCheck.used()).toEqual([{ role: 'runner', action: 'sns:ListTopics', resource: `${topic}-other` }])
  })

  it.each([
    ['nothing:List*', 'not authorized to perform: nothing:GET /v1/things'],
    ['nothing:*', 'the service nothing is not imitated'],
  ])('whose operation cannot be told is open only to a role that allows all of it: %s', async (action, said) => {
    const { endpoint } = await start([allow(action)])
    const authorization = 'Credential=LOCAL.runner/20261121/eu-central-1/nothing/aws4_request'
    const answer = await fetch(`${endpoint.url}/v1/things`, { headers: { authorization } })
    expect(await answer.text()).toContain(said)
  })

  it('is said to be silent when nobody answers there', async () => {
    const { owner } = await start([], 'http://127.0.0.1:1')
    await expect(owner.send(new ListTopicsCommand({}))).rejects.toThrow(/ANDON_ELSEWHERE, .*:1, does not answer/)
  })
})

function only(keys: Readonly<Record<string, string>>) {
  return { Condition: { StringEquals: keys } }
}

withMoto('a moto server', () => {
  let moto: Moto
  beforeAll(async () => (moto = await startMoto()))
  afterAll(() => moto.end())

  it('plays what is not imitated, for a role that may', async () => {
    const { owner, runner } = await start([allow('sns:Publish', topic)], moto.url)
    expect(await owner.send(new CreateTopicCommand({ Name: 'checkout' }))).toMatchObject({ TopicArn: topic })
    const published = await runner.send(new PublishCommand({ TopicArn: topic, Message: 'help' }))
    expect(published.MessageId).toMatch(/^[0-9a-f-]{36}$/)
    await expect(runner.send(new ListTopicsCommand({}))).rejects.toEqual(denied)
    // Its own errors come back as they are.
    const none = new PublishCommand({ TopicArn: `${topic}-none`, Message: 'help' })
    await expect(owner.send(none)).rejects.toMatchObject({ name: 'NotFoundException' })
  })

  it('plays services whose SDK client is not even installed', async () => {
    const { endpoint } = await start([], moto.url)
    const ask = async (service: string, headers: Record<string, string>, body: string) => {
      const authorization = `AWS4-HMAC-SHA256 Credential=me/20261121/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`
      const answer = await fetch(endpoint.url, { method: 'POST', headers: { authorization, ...headers }, body })
      return `${answer.status} ${await answer.text()}`
    }
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    expect(await ask('ec2', form, 'Action=DescribeRegions&Version=2016-11-15')).toMatch(/^200 .*eu-central-1/s)
    expect(await ask('rds', form, 'Action=DescribeDBInstances&Version=2014-10-31')).toMatch(/^200 .*DBInstances/s)
    const json = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AWSStepFunctions.ListStateMachines' }
    expect(await ask('states', json, '{}')).toMatch(/^200 .*stateMachines/s)
  })
})
