import type { ClientOf } from './api-call.ts'
import {
  currentOf,
  type describeServices,
  findDeployable,
  type listServiceDeployments,
  refuseWhileRollingBack,
  type Target,
  type updateService,
} from './ecs-service.ts'
import { CannotAct } from './failure.ts'

// To deploy another task definition of a service, and how people read that.

type Deploys = ClientOf<{
  describeServices: typeof describeServices
  listServiceDeployments: typeof listServiceDeployments
  updateService: typeof updateService
}>

/** With the deployment that was seen, where there must not have been another since then. */
interface Change {
  readonly from: string
  readonly to: string
  readonly deployment?: string
}

/** @returns false when that is what the service has already */
export async function deploy(ecs: Deploys, target: Target, { from, to, deployment: seen }: Change): Promise<boolean> {
  const { taskDefinition, deployment } = currentOf(await findDeployable(ecs, target))
  if (taskDefinition === to) return false
  // Ours may have been undone by a person before its answer was lost: then the same task definition is there, anew.
  if (taskDefinition !== from || (seen !== undefined && deployment !== seen)) {
    throw new CannotAct(`somebody deployed ${shortName(taskDefinition)} in the meantime, so nothing was changed`)
  }
  await refuseWhileRollingBack(ecs, target)
  await ecs.updateService({ ...target, taskDefinition: to })
  return true
}

/** Of what it left, the newest; people read it. */
export const mostNamed = 5

export function nothingBefore(current: string, left: readonly string[]): string {
  const but =
    left.length === 0 ? '' : `, but for ${left.slice(-mostNamed).map(shortName).join(', ')}, which it went back from`
  return `there is nothing to go back to from ${shortName(current)}: no other task definition ran successfully in the last 90 days${but}`
}

/** `checkout:7` of `arn:aws:ecs:…:task-definition/checkout:7`. */
export const shortName = (arn: string) => arn.split('/').at(-1) ?? arn
