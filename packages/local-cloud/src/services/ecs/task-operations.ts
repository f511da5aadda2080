import { AwsError } from '../../aws-error.ts'
import { operation, type Operations } from '../../operation.ts'
import { clusterArn, describedTask, taskArn } from './described.ts'
import { type Deployments } from './deployments.ts'
import { pageOf, requireCluster, requireService } from './lookups.ts'
import { requests, type Requests } from './requests.ts'
import { type Tasks } from './tasks.ts'

/** What is asked of tasks. IAM is told the cluster: no ARN says whose tasks a list is of. */
export const taskOperations = (deployments: Deployments, tasks: Tasks): Operations => ({
  ListTasks: operation({
    takes: requests.ListTasks,
    needs: ({ cluster }) => [
      { action: 'ecs:ListTasks', resource: '*', context: { 'ecs:cluster': clusterArn(cluster) } },
    ],
    run: (request) => listTasks(deployments, tasks, request),
  }),
  DescribeTasks: operation({
    takes: requests.DescribeTasks,
    needs: ({ cluster, tasks: ids }) => ids.map((id) => onTask('ecs:DescribeTasks', cluster, id)),
    run: (request) => describeTasks(deployments, tasks, request),
  }),
  StopTask: operation({
    takes: requests.StopTask,
    needs: ({ cluster, task }) => [onTask('ecs:StopTask', cluster, task)],
    run: (request) => stopTask(deployments, tasks, request),
  }),
})

const onTask = (action: string, cluster: string, id: string) => ({
  action,
  resource: taskArn(cluster, id),
  context: { 'ecs:cluster': clusterArn(cluster) },
})

function listTasks(deployments: Deployments, tasks: Tasks, request: Requests['ListTasks']) {
  const { cluster, serviceName, desiredStatus } = request
  requireCluster(deployments, cluster)
  const services =
    serviceName === undefined
      ? deployments.all().filter((service) => service.cluster === cluster)
      : [requireService(deployments, { cluster, service: serviceName })]
  // No task is ever desired to be pending.
  const wanted = { RUNNING: tasks.running.bind(tasks), STOPPED: tasks.stopped.bind(tasks), PENDING: () => [] }
  const { page, nextToken } = pageOf(services.flatMap(wanted[desiredStatus]), request)
  return { taskArns: page.map(({ id }) => taskArn(cluster, id)), ...nextToken }
}

function describeTasks(deployments: Deployments, tasks: Tasks, { cluster, tasks: ids }: Requests['DescribeTasks']) {
  requireCluster(deployments, cluster)
  const found = ids.map((id) => ({ id, known: tasks.find(cluster, id) }))
  return {
    tasks: found.flatMap(({ known }) => (known ? describedTask(...known) : [])),
    failures: found.flatMap(({ id, known }) => (known ? [] : { arn: taskArn(cluster, id), reason: 'MISSING' })),
  }
}

function stopTask(deployments: Deployments, tasks: Tasks, { cluster, task: id, reason }: Requests['StopTask']) {
  requireCluster(deployments, cluster)
  const known = tasks.find(cluster, id)
  if (known === undefined) throw new AwsError('InvalidParameterException', 'The referenced task was not found.')
  const [service, task] = known
  return { task: describedTask(service, tasks.stop(service, task, reason ?? 'Task stopped by user')) }
}
