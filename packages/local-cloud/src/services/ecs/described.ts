// The imitated cluster in the shapes of Amazon ECS's own answers.
import { type EcsDeployment, type Deployments, type GivenService, type Primary } from './deployments.ts'
import { type EcsTask } from './tasks.ts'
import { arnOf } from '../../arn.ts'

export const clusterArn = (cluster: string) => arnOf('ecs', `cluster/${cluster}`)
export const serviceArn = (cluster: string, service: string) => arnOf('ecs', `service/${cluster}/${service}`)
export const taskArn = (cluster: string, id: string) => arnOf('ecs', `task/${cluster}/${id}`)
const taskDefinitionArn = (name: string) => arnOf('ecs', `task-definition/${name}`)
export const serviceDeploymentArn = ({ cluster, service }: GivenService, { serviceDeployment }: EcsDeployment) =>
  arnOf('ecs', `service-deployment/${cluster}/${service}/${serviceDeployment}`)
export const serviceRevisionArn = ({ cluster, service }: GivenService, { revision }: EcsDeployment) =>
  arnOf('ecs', `service-revision/${cluster}/${service}/${revision}`)

/** DescribeServices, UpdateService. */
export function describedService(service: GivenService, deployments: Deployments) {
  const primary = deployments.primaryOf(service)
  const desiredCount = deployments.desiredCountOf(service)
  const [newest, before] = deployments.of(service)
  const beside = primary.id === newest.id ? before : newest
  const others = primary.isStarting && beside !== undefined ? [beside] : []
  return {
    serviceArn: serviceArn(service.cluster, service.service),
    serviceName: service.service,
    clusterArn: clusterArn(service.cluster),
    status: 'ACTIVE',
    desiredCount,
    runningCount: desiredCount,
    pendingCount: primary.isStarting ? 1 : 0,
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    platformFamily: 'Linux',
    taskDefinition: taskDefinitionArn(primary.taskDefinition),
    deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100, strategy: 'ROLLING' },
    deployments: [primaryDeployment(primary, desiredCount), ...others.map((one) => otherDeployment(one, desiredCount))],
    currentServiceDeployment: serviceDeploymentArn(service, newest),
    schedulingStrategy: 'REPLICA',
    deploymentController: { type: 'ECS' },
    loadBalancers: [],
    serviceRegistries: [],
    events: [],
    enableECSManagedTags: false,
    propagateTags: 'NONE',
    enableExecuteCommand: false,
  }
}

const primaryDeployment = (primary: Primary, desiredCount: number) => ({
  ...rollingDeployment(primary),
  status: 'PRIMARY',
  desiredCount,
  pendingCount: primary.isStarting ? 1 : 0,
  runningCount: primary.isStarting ? Math.floor(desiredCount / 2) : desiredCount,
  rolloutState: primary.isStarting ? 'IN_PROGRESS' : 'COMPLETED',
  rolloutStateReason: `ECS deployment ${primary.id} ${primary.isStarting ? 'in progress' : 'completed'}.`,
})

/** Its tasks go as those of the primary come; or none of them ever came. */
const otherDeployment = (deployment: EcsDeployment, desiredCount: number) => ({
  ...rollingDeployment(deployment),
  status: 'ACTIVE',
  desiredCount: 0,
  pendingCount: 0,
  runningCount: deployment.fails === undefined ? Math.floor(desiredCount / 2) : 0,
  rolloutState: deployment.fails === undefined ? 'COMPLETED' : 'FAILED',
  rolloutStateReason: deployment.fails
    ? 'ECS deployment circuit breaker: tasks failed to start.'
    : `ECS deployment ${deployment.id} completed.`,
})

const rollingDeployment = ({ id, taskDefinition, createdAt }: EcsDeployment) => ({
  id,
  taskDefinition: taskDefinitionArn(taskDefinition),
  failedTasks: 0,
  createdAt: new Date(createdAt),
  updatedAt: new Date(createdAt),
  launchType: 'FARGATE',
  platformVersion: '1.4.0',
})

/** ListServiceDeployments. */
export function briefDeployment(service: GivenService, deployment: EcsDeployment, deployments: Deployments) {
  const { createdAt } = deployment
  const status = deployments.statusOf(service, deployment)
  return {
    serviceDeploymentArn: serviceDeploymentArn(service, deployment),
    serviceArn: serviceArn(service.cluster, service.service),
    clusterArn: clusterArn(service.cluster),
    createdAt: new Date(createdAt),
    startedAt: new Date(createdAt),
    ...((status === 'SUCCESSFUL' || status === 'ROLLBACK_SUCCESSFUL') && {
      finishedAt: new Date(deployments.endOf(service, deployment)),
    }),
    targetServiceRevisionArn: serviceRevisionArn(service, deployment),
    status,
    ...(status === 'STOPPED' && { statusReason: 'Superseded by a newer service deployment.' }),
  }
}

/** DescribeServiceDeployments. */
export function describedDeployment(service: GivenService, deployment: EcsDeployment, deployments: Deployments) {
  const { targetServiceRevisionArn: arn, ...brief } = briefDeployment(service, deployment, deployments)
  const all = deployments.of(service)
  const before = all[all.findIndex(({ id }) => id === deployment.id) + 1]
  const desiredCount = deployments.desiredCountOf(service)
  const count = { requestedTaskCount: desiredCount, runningTaskCount: desiredCount, pendingTaskCount: 0 }
  return {
    ...brief,
    updatedAt: brief.createdAt,
    sourceServiceRevisions: before === undefined ? [] : [{ arn: serviceRevisionArn(service, before), ...count }],
    targetServiceRevision: { arn, ...count },
    deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100, strategy: 'ROLLING' },
  }
}

/** DescribeServiceRevisions. */
export function describedRevision(service: GivenService, deployment: EcsDeployment) {
  return {
    serviceRevisionArn: serviceRevisionArn(service, deployment),
    serviceArn: serviceArn(service.cluster, service.service),
    clusterArn: clusterArn(service.cluster),
    taskDefinition: taskDefinitionArn(deployment.taskDefinition),
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    containerImages: [{ containerName: 'app', image: imageOf(deployment.taskDefinition) }],
    guardDutyEnabled: false,
    createdAt: new Date(deployment.createdAt),
  }
}

/** DescribeTasks, StopTask. */
export function describedTask({ cluster, service }: GivenService, task: EcsTask) {
  const { id, taskDefinition, startedBy, stopped } = task
  const startedAt = new Date(task.startedAt)
  const status = stopped === undefined ? 'RUNNING' : 'STOPPED'
  return {
    taskArn: taskArn(cluster, id),
    clusterArn: clusterArn(cluster),
    taskDefinitionArn: taskDefinitionArn(taskDefinition),
    group: `service:${service}`,
    startedBy,
    desiredStatus: status,
    lastStatus: status,
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    platformFamily: 'Linux',
    createdAt: startedAt,
    startedAt,
    ...(stopped && {
      stoppingAt: new Date(stopped.at),
      stoppedAt: new Date(stopped.at),
      stopCode: 'UserInitiated',
      stoppedReason: stopped.reason,
    }),
  }
}

/** DescribeTaskDefinition. */
export function describedTaskDefinition(name: string) {
  const [family, revision] = name.split(':')
  return {
    taskDefinitionArn: taskDefinitionArn(name),
    family,
    revision: Number(revision),
    status: 'ACTIVE',
    containerDefinitions: [{ name: 'app', image: imageOf(name), essential: true, portMappings: [], environment: [] }],
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
  }
}

const imageOf = (taskDefinition: string) => `registry.example/${taskDefinition}`
