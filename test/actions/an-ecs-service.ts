import type { Service } from '@aws-sdk/client-ecs'
import { type Imitation, sessionWith } from './an-imitation.ts'

interface Task {
  readonly taskArn: string
  readonly startedAt: Date
  lastStatus: string
  desiredStatus: string
}

const taskArn = (n: number) => `arn:aws:ecs:eu-central-1:1:task/shop/${n}`
const aTask = (n: number, lastStatus = 'RUNNING'): Task => ({
  taskArn: taskArn(n),
  startedAt: new Date(2026, 0, n),
  lastStatus,
  desiredStatus: 'RUNNING',
})

/** A service `search` with this many tasks, the first the oldest. In place of what is stopped, ECS has others begin. */
export function anEcsService(desiredCount: number, over: Omit<Partial<Service>, 'desiredCount'> = {}) {
  const service: Service & { desiredCount: number } = {
    status: 'ACTIVE',
    desiredCount,
    deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY' }],
    ...over,
  }
  const started = Array.from({ length: desiredCount }, (_, i) => aTask(i + 1))
  const tasks = [...started]
  const updates: object[] = []
  const stopped: object[] = []
  const answers: Imitation['answers'] = {
    DescribeServices: () => ({ services: [{ ...service }] }),
    UpdateService(update: { desiredCount: number }) {
      updates.push(update)
      service.desiredCount = update.desiredCount
      return { service: { ...service } }
    },
    // Newest first, three a page.
    ListTasks({ desiredStatus, nextToken: from = '0' }: { desiredStatus: string; nextToken?: string }) {
      const all = tasks.filter((task) => task.desiredStatus === desiredStatus).toReversed()
      const next = Number(from) + 3
      const taskArns = all.slice(Number(from), next).map((task) => task.taskArn)
      return { taskArns, ...(next < all.length && { nextToken: String(next) }) }
    },
    DescribeTasks: ({ tasks: arns }: { tasks: string[] }) => ({
      tasks: tasks.filter((task) => arns.includes(task.taskArn)).map((task) => ({ ...task })),
    }),
    StopTask(request: { task: string }) {
      stopped.push(request)
      const task = tasks.find((each) => each.taskArn === request.task)!
      if (task.desiredStatus === 'RUNNING') tasks.push(aTask(tasks.length + 1, 'PENDING'))
      task.desiredStatus = 'STOPPED'
      return { task: { ...task } }
    },
  }
  const imitation = { answers, state: () => ({ service, tasks }) }
  return { ...sessionWith(imitation), ...imitation, service, tasks, updates, stopped, taskArn }
}
