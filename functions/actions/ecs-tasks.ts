import { DescribeTasksCommand, ListTasksCommand, StopTaskCommand, type Task } from '@aws-sdk/client-ecs'
import type { ClientOf } from './api-call.ts'
import { call, type describeServices, findService, type Target } from './ecs-service.ts'
import { CannotAct } from './failure.ts'
import { arn } from './resource.ts'

// The tasks of one service of Amazon ECS.

const inCluster = ({ cluster }: Target) => ({ ArnEquals: { 'ecs:cluster': arn('ecs', `cluster/${cluster}`) } })
// A task's number is only known when it runs, and its ARN does not say of which service it is.
const tasks = { on: ({ cluster }: Target) => arn('ecs', `task/${cluster}/*`), when: inCluster }

export const taskReads = {
  listTasks: call(ListTasksCommand, {
    noResource: 'A container instance would be the only resource, and a list of one service’s tasks names none.',
    when: inCluster,
  }),
  describeTasks: call(DescribeTasksCommand, tasks),
}
export const stopTask = call(StopTaskCommand, tasks)

type Reads = ClientOf<typeof taskReads>

/** Those that have run longest. Never more than half, so that what is left bears no more than double. */
export async function chooseOldest(
  ecs: Reads & ClientOf<{ describeServices: typeof describeServices }>,
  target: Target,
  oldest: number,
) {
  const { deployments = [], taskSets = [], desiredCount = 0 } = await findService(ecs, target)
  const { service } = target
  if (deployments.length + taskSets.length > 1) {
    throw new CannotAct(`a deployment of ${service} is under way, which replaces its tasks anyway`)
  }
  const running = await runningTasks(ecs, target)
  if (running.length < desiredCount) {
    throw new CannotAct(`only ${running.length} of the ${desiredCount} tasks of ${service} run, so none was stopped`)
  }
  if (running.length < 2) {
    throw new CannotAct(
      `${service} has only one task: to stop it would be to stop the service; a redeployment would not`,
    )
  }
  const oldestFirst = running.toSorted((a, b) => Number(a.startedAt ?? 0) - Number(b.startedAt ?? 0))
  const chosen = oldestFirst.slice(0, Math.min(oldest, Math.floor(running.length / 2)))
  return { running: running.length, tasks: chosen.flatMap(({ taskArn }) => taskArn ?? []) }
}

/**
 * Stops those of the chosen ones that still run: told again, it leaves alone what ECS has started in their place.
 * @param reason kept with the task, 255 characters at most
 */
export async function stopChosen(
  ecs: Reads & ClientOf<{ stopTask: typeof stopTask }>,
  target: Target,
  chosen: readonly string[],
  reason: string,
): Promise<void> {
  const { cluster, service } = target
  const running = (await runningTasks(ecs, target)).flatMap(({ taskArn }) => taskArn ?? [])
  const left = chosen.filter((task) => running.includes(task))
  const others = running.filter((task) => !chosen.includes(task))
  // Meanwhile the service may have lost those that were to bear the load.
  if (others.length < left.length) {
    throw new CannotAct(`only ${others.length} other tasks of ${service} run now: too few to stop ${left.length}`)
  }
  for (const task of left) await ecs.stopTask({ cluster, task, reason })
}

async function runningTasks(ecs: Reads, target: Target): Promise<readonly Task[]> {
  const arns = await listed(ecs, target)
  const found: Task[] = []
  for (let i = 0; i < arns.length; i += tasksAtOnce) {
    const { tasks: page = [] } = await ecs.describeTasks({
      cluster: target.cluster,
      tasks: arns.slice(i, i + tasksAtOnce),
    })
    found.push(...page)
  }
  return found.filter(({ lastStatus, desiredStatus }) => lastStatus === 'RUNNING' && desiredStatus === 'RUNNING')
}

/** As many as one ListTasks gives, and one DescribeTasks takes. */
const tasksAtOnce = 100

async function listed(ecs: Reads, { cluster, service: serviceName }: Target): Promise<readonly string[]> {
  const found: string[] = []
  for (let nextToken: string | undefined; ;) {
    const page = await ecs.listTasks({
      cluster,
      serviceName,
      desiredStatus: 'RUNNING',
      ...(nextToken && { nextToken }),
    })
    found.push(...(page.taskArns ?? []))
    nextToken = page.nextToken
    if (nextToken === undefined) return found
  }
}
