import { DescribeTasksCommand, ListTasksCommand, type Service, StopTaskCommand, type Task } from '@aws-sdk/client-ecs'
import type { ClientOf } from './api-call.ts'
import { call, type describeServices, findService, type Target } from './ecs-service.ts'
import { CannotAct } from './failure.ts'
import { allOf } from './pages.ts'
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
type Finds = Reads & ClientOf<{ describeServices: typeof describeServices }>

/** Those that have run longest. Never more than half, so that what is left bears no more than double. */
export async function chooseOldest(ecs: Finds, target: Target & { readonly oldest: number }) {
  const found = await findService(ecs, target)
  refuseWhileDeploying(found, target)
  const { desiredCount = 0 } = found
  const { service, oldest } = target
  const running = await runningTasks(ecs, target)
  if (running.length < desiredCount) {
    throw new CannotAct(`only ${running.length} of the ${desiredCount} tasks of ${service} run, so none was stopped`)
  }
  if (running.length < 2) {
    throw new CannotAct(`${service} has only one task, and would be down without it: redeploy it instead`)
  }
  const oldestFirst = running.toSorted((a, b) => Number(a.startedAt ?? 0) - Number(b.startedAt ?? 0))
  const chosen = oldestFirst.slice(0, Math.min(oldest, Math.floor(running.length / 2)))
  return { running: running.length, tasks: chosen.flatMap(({ taskArn }) => taskArn ?? []) }
}

function refuseWhileDeploying({ deployments = [], taskSets = [] }: Service, { service }: Target): void {
  if (deployments.length + taskSets.length < 2) return
  throw new CannotAct(`a deployment of ${service} is under way, which replaces its tasks anyway, so none was stopped`)
}

/**
 * Stops those of the chosen ones that still run: told again, it leaves alone what ECS has started in their place.
 * @param reason kept with the task, 255 characters at most
 * @returns those that it stopped
 */
export async function stopChosen(
  ecs: Finds & ClientOf<{ stopTask: typeof stopTask }>,
  target: Target,
  chosen: readonly string[],
  reason: string,
): Promise<readonly string[]> {
  const { cluster, service } = target
  const running = (await runningTasks(ecs, target)).flatMap(({ taskArn }) => taskArn ?? [])
  const left = chosen.filter((task) => running.includes(task))
  if (left.length === 0) return left
  refuseWhileDeploying(await findService(ecs, target), target)
  const others = running.filter((task) => !chosen.includes(task))
  // Meanwhile the service may have lost those that were to bear the load.
  if (others.length < left.length) {
    throw new CannotAct(
      `only ${others.length} other tasks of ${service} run now: too few to stop ${left.length}, so none was stopped`,
    )
  }
  for (const task of left) await ecs.stopTask({ cluster, task, reason })
  return left
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

const listed = (ecs: Reads, { cluster, service: serviceName }: Target): Promise<readonly string[]> =>
  allOf(async (nextToken) => {
    const page = await ecs.listTasks({
      cluster,
      serviceName,
      desiredStatus: 'RUNNING',
      ...(nextToken && { nextToken }),
    })
    return { items: page.taskArns, next: page.nextToken }
  })
