import type { FieldMatch } from '@andon/event-pattern'
import type { SourceConfig } from '../source-config.ts'
import { common, type ReadyOptions } from './ready-source.ts'

/**
 * A deployment of an ECS service failed: its circuit breaker, which has to be on, gave it up. The service's next completed
 * deployment ends it: a roll-back by the circuit breaker, too.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export const ecsDeployment = <const Line extends string, const Playbook extends string = never>({
  services,
  ...options
}: ReadyOptions<Line, Playbook> & {
  /** ARNs of services, or matches such as `{ suffix: '/checkout' }`; without it, every service. */
  readonly services?: readonly FieldMatch[]
}): SourceConfig<Line, Playbook> => {
  const ended = (eventName: string) => ({
    source: ['aws.ecs'],
    'detail-type': ['ECS Deployment State Change'],
    ...(services && { resources: services }),
    detail: { eventName: [eventName] },
  })
  return {
    on: ended('SERVICE_DEPLOYMENT_FAILED'),
    clears: ended('SERVICE_DEPLOYMENT_COMPLETED'),
    key: 'resources.0',
    title: ['ECS deployment failed: ', { path: 'resources.0' }],
    reason: { path: 'detail.reason' },
    ...common(options),
  }
}

/**
 * A task of an ECS service stopped by itself: it could not start, or an essential container ended with an error. That a
 * new task runs is not told by an event of the same key: an hour without another such stop ends it.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export const ecsTask = <const Line extends string, const Playbook extends string = never>({
  groups = [{ prefix: 'service:' }],
  ...options
}: ReadyOptions<Line, Playbook> & {
  /** What started the tasks, such as `'service:checkout'` or `{ prefix: 'family:' }`; without it, every service. */
  readonly groups?: readonly FieldMatch[]
}): SourceConfig<Line, Playbook> => ({
  on: {
    source: ['aws.ecs'],
    'detail-type': ['ECS Task State Change'],
    detail: {
      lastStatus: ['STOPPED'],
      group: groups,
      $or: [
        { stopCode: ['TaskFailedToStart'] },
        { stopCode: ['EssentialContainerExited'], containers: { exitCode: [{ 'anything-but': 0 }] } },
      ],
    },
  },
  key: ['detail.clusterArn', 'detail.group'],
  title: ['ECS task stopped: ', { path: 'detail.group' }],
  reason: [{ path: 'detail.stoppedReason' }, ' (', { path: 'detail.stopCode' }, ', ', { path: 'detail.taskArn' }, ')'],
  closesAfter: { hours: 1 },
  ...common(options),
})
