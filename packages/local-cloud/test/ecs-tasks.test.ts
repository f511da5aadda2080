import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { arnOf } from '../src/arn.ts'
import { MovedClock } from '../src/clock.ts'
import { createEcs } from '../src/services/ecs/ecs.ts'
import { RoleCheck } from '../src/services/iam/role-check.ts'
import { openStore } from '../src/store.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'
import { templateOf } from './template-of.ts'

const now = Date.UTC(2026, 10, 21, 9)
const cluster = 'shop'

async function start({ store = openStore(), clock = new MovedClock(now) } = {}) {
  const services = [
    { cluster, service: 'checkout', taskDefinitions: ['checkout:7'] as const },
    { cluster, service: 'search', taskDefinitions: ['search:3'] as const },
  ]
  const { api } = createEcs({ store, clock, services })
  const { client } = await startEndpoint({ ecs: api })
  const aws = new ECSClient(client())
  const list = async (over: object = {}) =>
    (await aws.send(new ListTasksCommand({ cluster, serviceName: 'checkout', ...over }))).taskArns ?? []
  const describe = async (tasks: string[]) => aws.send(new DescribeTasksCommand({ cluster, tasks }))
  const stop = async (task: string | undefined, reason?: string) =>
    (await aws.send(new StopTaskCommand({ cluster, task, reason }))).task
  const scale = (desiredCount: number) =>
    aws.send(new UpdateServiceCommand({ cluster, service: 'checkout', desiredCount }))
  return { api, aws, clock, store, list, describe, stop, scale }
}

it('runs as many tasks of a service as it is to have', async () => {
  const { list, describe, scale } = await start()
  const tasks = await list()
  expect(tasks).toEqual([1, 2].map(() => expect.stringMatching(/^arn:aws:ecs:.*:task\/shop\/[0-9a-f]{32}$/)))
  expect((await describe(tasks)).tasks?.[0]).toMatchObject({
    taskArn: tasks[0],
    group: 'service:checkout',
    taskDefinitionArn: arnOf('ecs', 'task-definition/checkout:7'),
    startedBy: expect.stringMatching(/^ecs-svc\//),
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    startedAt: new Date(now - 3_600_000),
  })
  await scale(3)
  expect((await list()).slice(0, 2)).toEqual(tasks)
  await scale(1)
  expect(await list()).toEqual(tasks.slice(0, 1))
})

it('replaces what is stopped, and remembers for an hour why it was', async () => {
  const { clock, list, describe, stop } = await start()
  const [first, second] = await list()
  clock.move(1000)
  expect(await stop(first, 'it hangs')).toMatchObject({ desiredStatus: 'STOPPED', stoppedReason: 'it hangs' })
  const after = await list()
  expect(after).toHaveLength(2)
  expect(after).toContain(second)
  expect(after).not.toContain(first)
  expect((await describe(after)).tasks?.map(({ startedAt }) => startedAt?.getTime())).toContain(now + 1000)

  expect(await list({ desiredStatus: 'STOPPED' })).toEqual([first])
  expect((await stop(first, 'again'))?.stoppedReason).toBe('it hangs')
  expect(await list()).toEqual(after)
  clock.move(3_600_000)
  expect((await describe([first!])).failures).toEqual([{ arn: first, reason: 'MISSING' }])
})

it('remembers what was stopped through a restart', async () => {
  const { store, clock, list, stop } = await start()
  const [first] = await list()
  await stop(first)
  const running = await list()
  expect(await (await start({ store, clock })).list()).toEqual(running)
})

it('runs the tasks of a new deployment in place of the old ones', async () => {
  const { aws, list } = await start()
  const before = await list()
  await aws.send(new UpdateServiceCommand({ cluster, service: 'checkout', forceNewDeployment: true }))
  const after = await list()
  expect(after).toHaveLength(2)
  expect(after.filter((task) => before.includes(task))).toEqual([])
})

it('lists page by page, and those of all services where none is named', async () => {
  const { aws } = await start()
  const first = await aws.send(new ListTasksCommand({ cluster, maxResults: 3 }))
  expect(first.taskArns).toHaveLength(3)
  const last = await aws.send(new ListTasksCommand({ cluster, maxResults: 3, nextToken: first.nextToken }))
  expect(last.taskArns).toHaveLength(1)
  expect(last.nextToken).toBeUndefined()
})

it('names what does not exist', async () => {
  const { list, stop } = await start()
  await expect(list({ serviceName: 'cart' })).rejects.toMatchObject({ name: 'ServiceNotFoundException' })
  await expect(list({ cluster: 'other' })).rejects.toMatchObject({ name: 'ClusterNotFoundException' })
  await expect(stop('0123')).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

it('tells IAM the cluster, so that a role can be held to one', async () => {
  const { api } = await start()
  const condition = (cluster: string) => ({ ArnEquals: { 'ecs:cluster': arnOf('ecs', `cluster/${cluster}`) } })
  const check = roleCheckOf([
    { Effect: 'Allow', Action: 'ecs:ListTasks', Resource: '*', Condition: condition(cluster) },
    { Effect: 'Allow', Action: 'ecs:StopTask', Resource: arnOf('ecs', 'task/shop/*'), Condition: condition(cluster) },
  ])
  const may = (operation: string, input: object) => () => check(api.permissionsFor(operation, { ...input }))
  expect(may('ListTasks', { cluster })).not.toThrow()
  expect(may('StopTask', { cluster, task: '0123' })).not.toThrow()
  expect(may('ListTasks', { cluster: 'other' })).toThrow('not authorized to perform: ecs:ListTasks')
  expect(may('StopTask', { cluster: 'other', task: '0123' })).toThrow('not authorized to perform: ecs:StopTask')
  expect(may('DescribeTasks', { cluster, tasks: ['0123'] })).toThrow('on resource: arn:aws:ecs:')
})

function roleCheckOf(Statement: object[]) {
  const AssumeRolePolicyDocument = {
    Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } },
  }
  const Policies = [{ PolicyName: 'inline', PolicyDocument: { Statement } }]
  const Properties = { RoleName: 'outward', AssumeRolePolicyDocument, Policies }
  const check = new RoleCheck(templateOf({ Role: { Type: 'AWS::IAM::Role', Properties } }))
  return (permissions: Parameters<RoleCheck['check']>[1]) =>
    check.check({ kind: 'role', name: 'outward', session: 'session' }, permissions)
}
