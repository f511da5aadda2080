import {
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { MovedClock } from '../src/clock.ts'
import { createEcs, type Redeployed, type Scaled } from '../src/services/ecs/ecs.ts'
import { arnOf } from '../src/arn.ts'
import { openStore } from '../src/store.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'

const now = Date.UTC(2026, 10, 21, 9)
const checkout = { cluster: 'shop', service: 'checkout' }
const [five, six, seven] = [5, 6, 7].map((revision) => arnOf('ecs', `task-definition/checkout:${revision}`))

async function start({ store = openStore(), clock = new MovedClock(now) } = {}) {
  const taskDefinitions: [string, ...string[]] = ['checkout:5', 'checkout:6', 'checkout:7']
  const ecs = createEcs({ store, clock, services: [{ ...checkout, taskDefinitions, failing: ['checkout:5'] }] })
  const begun: Redeployed[] = []
  ecs.onDeployment((deployment) => void begun.push(deployment))
  const scaled: Scaled[] = []
  ecs.onScaling((each) => void scaled.push(each))
  const { client } = await startEndpoint({ ecs: ecs.api })
  const aws = new ECSClient(client())
  const service = async () =>
    (await aws.send(new DescribeServicesCommand({ cluster: 'shop', services: ['checkout'] }))).services?.[0]
  const deployments = async () => (await aws.send(new ListServiceDeploymentsCommand(checkout))).serviceDeployments
  return { ecs, aws, clock, store, begun, scaled, service, deployments }
}

it('runs the newest task definition, with a past of successful deployments', async () => {
  const { aws, service, deployments } = await start()
  expect(await service()).toMatchObject({
    serviceArn: arnOf('ecs', 'service/shop/checkout'),
    status: 'ACTIVE',
    taskDefinition: seven,
    deployments: [{ id: expect.stringMatching(/^ecs-svc\/\d+$/), status: 'PRIMARY', rolloutState: 'COMPLETED' }],
  })
  const past = (await deployments()) ?? []
  expect(past).toMatchObject([
    { status: 'SUCCESSFUL', createdAt: new Date(now - 3_600_000) },
    { status: 'SUCCESSFUL', createdAt: new Date(now - 7_200_000) },
    { status: 'SUCCESSFUL', createdAt: new Date(now - 10_800_000) },
  ])
  const serviceRevisionArns = past.map(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? '')
  const { serviceRevisions } = await aws.send(new DescribeServiceRevisionsCommand({ serviceRevisionArns }))
  expect(serviceRevisions?.map(({ taskDefinition }) => taskDefinition)).toEqual([seven, six, five])
  const serviceDeploymentArns = past.map(({ serviceDeploymentArn }) => serviceDeploymentArn ?? '')
  const described = await aws.send(new DescribeServiceDeploymentsCommand({ serviceDeploymentArns }))
  expect(described.serviceDeployments?.[0]).toMatchObject({
    targetServiceRevision: { arn: serviceRevisionArns[0] },
    sourceServiceRevisions: [{ arn: serviceRevisionArns[1] }],
  })
})

it('is redeployed when that is forced, for some seconds beside the old tasks', async () => {
  const { aws, clock, begun, service, deployments } = await start()
  const before = await service()
  clock.move(1000)
  const { service: answered } = await aws.send(new UpdateServiceCommand({ ...checkout, forceNewDeployment: true }))

  expect(answered).toMatchObject({
    taskDefinition: seven,
    deployments: [
      { status: 'PRIMARY', rolloutState: 'IN_PROGRESS' },
      { status: 'ACTIVE', id: before?.deployments?.[0]?.id },
    ],
  })
  expect(begun).toEqual([{ ...checkout, kind: 'redeploy' }])
  expect((await deployments())?.[0]?.status).toBe('IN_PROGRESS')
  clock.move(3000)
  expect((await deployments())?.[0]).toMatchObject({ status: 'SUCCESSFUL', finishedAt: new Date(now + 4000) })
  expect((await service())?.deployments).toHaveLength(1)
})

it('can be rolled back, by any way of naming the task definition', async () => {
  for (const taskDefinition of ['checkout:6', six]) {
    const { aws, begun, service } = await start()
    await aws.send(new UpdateServiceCommand({ ...checkout, taskDefinition }))
    expect((await service())?.taskDefinition).toBe(six)
    expect(begun).toEqual([{ ...checkout, kind: 'rollback' }])
    await aws.send(new UpdateServiceCommand({ ...checkout, taskDefinition: 'checkout' }))
    expect((await service())?.taskDefinition).toBe(seven)
    expect(begun[1]?.kind).toBe('rollout')
  }
})

it('does nothing when the task definition is the one it has', async () => {
  const { aws, begun, deployments } = await start()
  await aws.send(new UpdateServiceCommand({ ...checkout, taskDefinition: 'checkout:7' }))
  expect(begun).toEqual([])
  expect(await deployments()).toHaveLength(3)
})

it('scales to nothing and back, and says so', async () => {
  const { aws, service, begun, scaled } = await start()
  await aws.send(new UpdateServiceCommand({ ...checkout, desiredCount: 0 }))
  expect(await service()).toMatchObject({ desiredCount: 0, runningCount: 0 })
  await aws.send(new UpdateServiceCommand({ ...checkout, desiredCount: 3 }))
  expect(await service()).toMatchObject({ desiredCount: 3, runningCount: 3 })
  await aws.send(new UpdateServiceCommand({ ...checkout, desiredCount: 3 }))
  expect(scaled).toEqual([
    { ...checkout, from: 2, to: 0 },
    { ...checkout, from: 0, to: 3 },
  ])
  expect(begun).toEqual([])
})

it('rolls back by itself what does not start', async () => {
  const { aws, clock, service, deployments } = await start()
  await aws.send(new UpdateServiceCommand({ ...checkout, taskDefinition: 'checkout:5' }))
  expect(await service()).toMatchObject({ taskDefinition: five })
  clock.move(3000)
  expect((await deployments())?.[0]).toMatchObject({ status: 'ROLLBACK_IN_PROGRESS' })
  expect(await service()).toMatchObject({
    taskDefinition: seven,
    deployments: [
      { status: 'PRIMARY', rolloutState: 'IN_PROGRESS', taskDefinition: seven },
      { status: 'ACTIVE', rolloutState: 'FAILED', taskDefinition: five },
    ],
  })
  clock.move(3000)
  expect((await deployments())?.[0]).toMatchObject({ status: 'ROLLBACK_SUCCESSFUL' })
  expect((await service())?.deployments).toMatchObject([{ rolloutState: 'COMPLETED', taskDefinition: seven }])
})

it('remembers through a restart, and that one deployment stopped another', async () => {
  const { aws, clock, store } = await start()
  await aws.send(new UpdateServiceCommand({ ...checkout, forceNewDeployment: true }))
  clock.move(1000)
  await aws.send(new UpdateServiceCommand({ ...checkout, taskDefinition: 'checkout:6' }))
  clock.move(10_000)

  const after = await start({ store, clock })

  expect((await after.service())?.taskDefinition).toBe(six)
  expect((await after.deployments())?.map(({ status }) => status)).toEqual([
    'SUCCESSFUL',
    'STOPPED',
    'SUCCESSFUL',
    'SUCCESSFUL',
    'SUCCESSFUL',
  ])
})

it('lists by status and page by page', async () => {
  const { aws } = await start()
  await aws.send(new UpdateServiceCommand({ ...checkout, forceNewDeployment: true }))
  const list = (over: object) => aws.send(new ListServiceDeploymentsCommand({ ...checkout, ...over }))
  expect((await list({ status: ['IN_PROGRESS'] })).serviceDeployments).toHaveLength(1)
  const first = await list({ maxResults: 2 })
  expect(first.serviceDeployments).toHaveLength(2)
  const last = await list({ maxResults: 2, nextToken: first.nextToken })
  expect(last.serviceDeployments).toHaveLength(2)
  expect(last.nextToken).toBeUndefined()
})

it('describes a task definition', async () => {
  const { aws } = await start()
  const { taskDefinition } = await aws.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'checkout:6' }))
  expect(taskDefinition).toMatchObject({ taskDefinitionArn: six, family: 'checkout', revision: 6, status: 'ACTIVE' })
})

it('names what does not exist', async () => {
  const { aws, begun } = await start()
  const update = (over: object) =>
    aws.send(new UpdateServiceCommand({ ...checkout, forceNewDeployment: true, ...over }))
  await expect(update({ cluster: 'other' })).rejects.toMatchObject({ name: 'ClusterNotFoundException' })
  await expect(update({ service: 'search' })).rejects.toMatchObject({ name: 'ServiceNotFoundException' })
  await expect(update({ taskDefinition: 'checkout:4' })).rejects.toMatchObject({ name: 'ClientException' })
  await expect(update({ propagateTags: 'NONE' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } })
  expect(begun).toEqual([])
  const described = await aws.send(new DescribeServicesCommand({ cluster: 'shop', services: ['checkout', 'search'] }))
  expect(described.services).toHaveLength(1)
  expect(described.failures).toEqual([{ arn: arnOf('ecs', 'service/shop/search'), reason: 'MISSING' }])
})

it('asks for each permission on what AWS asks for it', async () => {
  const { api } = (await start()).ecs
  const onService = arnOf('ecs', 'service/shop/checkout')
  expect(api.permissionsFor('DescribeServices', { cluster: 'shop', services: ['checkout', 'search'] })).toEqual([
    { action: 'ecs:DescribeServices', resource: onService },
    { action: 'ecs:DescribeServices', resource: arnOf('ecs', 'service/shop/search') },
  ])
  const byArn = { cluster: arnOf('ecs', 'cluster/shop'), service: onService }
  for (const operation of ['UpdateService', 'ListServiceDeployments']) {
    expect(api.permissionsFor(operation, byArn)).toEqual([{ action: `ecs:${operation}`, resource: onService }])
  }
  const revision = arnOf('ecs', 'service-revision/shop/checkout/1')
  expect(api.permissionsFor('DescribeServiceRevisions', { serviceRevisionArns: [revision] })).toEqual([
    { action: 'ecs:DescribeServiceRevisions', resource: onService },
    { action: 'ecs:DescribeServiceRevisions', resource: revision },
  ])
  expect(api.permissionsFor('DescribeTaskDefinition', { taskDefinition: 'checkout' })).toEqual([
    { action: 'ecs:DescribeTaskDefinition', resource: '*' },
  ])
  expect(() => api.permissionsFor('RunTask', {})).toThrow('ecs:RunTask is not modelled')
})
