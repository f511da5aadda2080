import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import { AwsError } from '@andon/local-cloud/aws-error.ts'
import type { ExecutionRecord } from '@andon/local-cloud/services/lambda/durable-executions/record.ts'
import { usageOf } from '@andon/local-cloud/services/lambda/durable-executions/usage.ts'
import { openStore } from '@andon/local-cloud/store.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Andon, startAndon } from './andon.ts'
import { nextDeployment } from './next-deployment.ts'

let andon: Andon
afterEach(() => andon.stop())

const healedBy = (by: 'rollback' | 'redeploy') => ({
  heals: [{ alarm: 'checkout-5xx', service: 'checkout', by, afterSeconds: 4 }],
})
const nothingHeals = { heals: [] }
const minutes = (n: number) => andon.clock.skip({ minutes: n })

it('rolls back when the redeployment did not help', async () => {
  andon = await startAndon(healedBy('rollback'))
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
  expect(andon.chat('checkout')).toEqual([expect.stringContaining('a new deployment of checkout was started')])
  const [waiting] = await andon.incidents()
  const waits = Date.parse(waiting?.waitsUntil ?? '') - Date.parse(waiting?.tried[0]?.startedAt ?? '')
  expect(Math.round(waits / 60_000)).toBe(5)

  minutes(5)
  await andon.settled()
  expect(andon.chat('checkout')).toEqual([expect.stringContaining('checkout goes back from checkout:7 to checkout:6')])
  expect(andon.shown('desk-1').at(-1)).toBe('working')

  minutes(1)
  await andon.settled()
  expect(andon.chat('checkout')).toEqual([
    'Checkout: checkout-5xx: resolved: the alarm cleared after: roll back service checkout in cluster shop from checkout:7 to checkout:6',
  ])
  expect(andon.shown('desk-1').at(-1)).toBe('calm')
  expect(andon.cloud.roleCheck.denied()).toEqual([])
})

it('rolls back by the playbook that it began with, though the next deployment has changed it meanwhile', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'andon-store-')), 'state.sqlite')
  andon = await startAndon({ ...healedBy('rollback'), store: openStore(file) })
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
  await andon.stop()

  andon = await startAndon({ ...healedBy('rollback'), store: openStore(file), cdkOut: nextDeployment() })
  minutes(5)
  await andon.settled()
  minutes(1)
  await andon.settled()
  expect(andon.chat('checkout')).toEqual([expect.stringContaining('resolved: the alarm cleared after: roll back')])
  expect(andon.cloud.roleCheck.denied()).toEqual([])
})

it('calls people with what was tried when the list is through, and still resolves by the alarm', async () => {
  const store = openStore()
  andon = await startAndon({ ...nothingHeals, store })
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
  minutes(5)
  await andon.settled()
  minutes(10)
  await andon.settled()

  expect(andon.shown('desk-1').at(-1)).toBe('help')
  expect(andon.chat('checkout')).toEqual([
    expect.stringContaining(
      'help wanted: people are called: Restart checkout tried all 2 countermeasures and the alarm has not cleared',
    ),
  ])
  expect(await andon.incidents()).toMatchObject([
    {
      state: 'help',
      tried: [{ outcome: expect.stringContaining('was started') }, { outcome: expect.stringContaining('checkout:6') }],
    },
  ])
  // What AWS bills for: three steps and a wait each, the start and the end; one invocation before each wait, one after.
  const runs = store.collection<ExecutionRecord>('durable-executions').entries('andon-run-playbook/')
  const used = runs.map(([, run]) => ({ operations: usageOf([run]).operations, invocations: run.invocations }))
  expect(used).toEqual([{ operations: 10, invocations: 3 }])

  andon.alarm('checkout-5xx', 'OK')
  await andon.settled()
  expect(andon.shown('desk-1').at(-1)).toBe('calm')
})

it('calls people when the service called does not answer at all', async () => {
  andon = await startAndon(nothingHeals)
  Object.assign(andon.cloud.ecs.api, {
    call: () => Promise.reject(new AwsError('ServerException', 'ECS is out of order', 500)),
  })
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.outlasted()
  // And then, if that takes longer than people may, the line stops.
  expect(andon.shown('desk-1')).toContain('help')
  expect(await andon.incidents()).toMatchObject([
    {
      tried: [
        { failed: true, outcome: 'ECS is out of order' },
        { failed: true, outcome: 'ECS is out of order' },
      ],
    },
  ])
  expect(andon.deadLetters()).toEqual([])
})

it('gives each role what it uses on these ways, and hardly more', async () => {
  // New processes, which remember nothing that they would otherwise ask for.
  andon = await startAndon({ ...nothingHeals, spares: undefined })
  await andon.pull('desk-1', '{"click":"LONG"}')
  await andon.until(() => andon.shown('desk-1').at(-1) === 'stop')
  andon.alarm('checkout-5xx', 'ALARM')
  andon.alarm('search-latency', 'ALARM')
  await andon.settled()
  await andon.pull('desk-1', '{"click":"DOUBLE"}')
  await andon.settled()
  for (const wait of [5, 10, 5]) {
    minutes(wait)
    await andon.settled()
  }
  expect(andon.shown('desk-1').at(-1)).toBe('stop')
  // What is left is for the bad days: setting aside, putting off, reading a long history on, a lamp that is off,
  // reasons that run low, the topic of the line on which nothing happened, enrolling a light and letting it go, an alarm that
  // is muted, and the stack's last day.
  const left = andon.cloud.roleCheck.unusedGrants().map(({ action }) => action)
  expect(new Set(left)).toEqual(
    new Set([
      'cloudwatch:GetAlarmMuteRule',
      'cloudwatch:ListAlarmMuteRules',
      'sqs:SendMessage',
      'sqs:ChangeMessageVisibility',
      'lambda:GetDurableExecutionState',
      'dynamodb:BatchGetItem',
      'dynamodb:ListStreams',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'iot:DeleteConnection',
      'iot:DetachPolicy',
      'iot:GetConnection',
      'iot:ListTargetsForPolicy',
      'iot:Publish',
      'iot:RetainPublish',
      'iot:UpdateCertificate',
      'sns:Publish',
    ]),
  )
})

it('holds a function to its role, and the owner to nothing', async () => {
  andon = await startAndon()
  const as = (accessKeyId: string) => ({
    endpoint: andon.cloud.endpoint.url,
    region: 'eu-central-1',
    credentials: { accessKeyId, secretAccessKey: 'x' },
    maxAttempts: 1,
  })
  const redeploy = new UpdateServiceCommand({ cluster: 'shop', service: 'checkout', forceNewDeployment: true })
  await expect(new ECSClient(as('LOCAL.andon-on-signal')).send(redeploy)).rejects.toMatchObject({
    name: 'AccessDeniedException',
  })
  await expect(new ECSClient(as('LOCAL.andon-run-playbook')).send(redeploy)).rejects.toMatchObject({
    name: 'AccessDeniedException',
  })
  const scan = new ScanCommand({ TableName: 'andon' })
  await expect(new DynamoDBClient(as('LOCAL.andon-on-change')).send(scan)).rejects.toMatchObject({
    name: 'AccessDeniedException',
  })
  await expect(new DynamoDBClient(as('me')).send(scan)).resolves.toBeDefined()
})
