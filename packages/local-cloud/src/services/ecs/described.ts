// The imitated cluster in the shapes of Amazon ECS's own answers.
import { type EcsDeployment, type Deployments, type GivenService } from './deployments.ts'
import { arnOf } from '../../arn.ts'

const desiredCount = 2

const clusterArn = (cluster: string) => arnOf('ecs', `cluster/${cluster}`)
export const serviceArn = (cluster: string, service: string) => arnOf('ecs', `service/${cluster}/${service}`)
const taskDefinitionArn = (name: string) => arnOf('ecs', `task-definition/${name}`)
export const serviceDeploymentArn = ({ cluster, service }: GivenService, { serviceDeployment }: EcsDeployment) =>
  arnOf('ecs', `service-deployment/${cluster}/${service}/${serviceDeployment}`)
export const serviceRevisionArn = ({ cluster, service }: GivenService, { revision }: EcsDeployment) =>
  arnOf('ecs', `service-revision/${cluster}/${service}/${revision}`)

/** DescribeServices, UpdateService. */
export function describedService(service: GivenService, deployments: Deployments) {
  const [newest, before] = deployments.of(service)
  const underWay = deployments.statusOf(service, newest) === 'IN_PROGRESS'
  const shown = underWay && before !== undefined ? [newest, before] : [newest]
  return {
    serviceArn: serviceArn(service.cluster, service.service),
    serviceName: service.service,
    clusterArn: clusterArn(service.cluster),
    status: 'ACTIVE',
    desiredCount,
    runningCount: desiredCount,
    pendingCount: underWay ? 1 : 0,
    launchType: 'FARGATE',
    platformVersion: 'LATEST',
    platformFamily: 'Linux',
    taskDefinition: taskDefinitionArn(newest.taskDefinition),
    deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100, strategy: 'ROLLING' },
    deployments: shown.map((deployment) => rollingDeployment(deployment, deployment === newest, underWay)),
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

function rollingDeployment({ id, taskDefinition, createdAt }: EcsDeployment, primary: boolean, underWay: boolean) {
  const starting = primary && underWay
  return {
    id,
    status: primary ? 'PRIMARY' : 'ACTIVE',
    taskDefinition: taskDefinitionArn(taskDefinition),
    desiredCount: primary ? desiredCount : 0,
    pendingCount: starting ? 1 : 0,
    runningCount: underWay ? desiredCount / 2 : desiredCount,
    failedTasks: 0,
    createdAt: new Date(createdAt),
    updatedAt: new Date(createdAt),
    launchType: 'FARGATE',
    platformVersion: '1.4.0',
    rolloutState: starting ? 'IN_PROGRESS' : 'COMPLETED',
    rolloutStateReason: starting ? `ECS deployment ${id} in progress.` : `ECS deployment ${id} completed.`,
  }
}

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
    ...(status === 'SUCCESSFUL' && { finishedAt: new Date(deployments.endOf(service, deployment)) }),
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
