import type { ClientOf } from './api-call.ts'
import { type describeServices, findService, type Target, type updateService } from './ecs-service.ts'
import { CannotAct } from './failure.ts'

// How many tasks one service of Amazon ECS is to have. Unlike a deployment, it can be set whatever deploys the service.

type Reads = ClientOf<{ describeServices: typeof describeServices }>
type Sets = Reads & ClientOf<{ updateService: typeof updateService }>

interface Counts {
  readonly from: number
  readonly to: number
}

export async function chooseCount(ecs: Reads, target: Target & { readonly by: number; readonly atMost: number }) {
  const { service, by, atMost } = target
  const { schedulingStrategy, desiredCount: from = 0 } = await findService(ecs, target)
  if (schedulingStrategy === 'DAEMON') {
    throw new CannotAct(`${service} runs one task on each instance (DAEMON), so how many it has cannot be set`)
  }
  if (from >= atMost) throw new CannotAct(`${service} has ${from} tasks already, and may have ${atMost} at most`)
  return { from, to: Math.min(from + by, atMost) }
}

/** Does nothing when that is what the service has already. */
export async function setCount(ecs: Sets, target: Target, { from, to }: Counts): Promise<void> {
  const { cluster, service } = target
  const { desiredCount = 0 } = await findService(ecs, target)
  if (desiredCount === to) return
  if (desiredCount !== from) {
    throw new CannotAct(
      `somebody, or its scaling, set the tasks of ${service} to ${desiredCount} in the meantime, so nothing was changed`,
    )
  }
  await ecs.updateService({ cluster, service, desiredCount: to })
}
