import type { FieldMatch } from '@andon/event-pattern'
import type { SourceConfig } from '../source-config.ts'
import { common, type ReadyOptions } from './ready-source.ts'

/**
 * A deployment of CodeDeploy failed; the next success of the same deployment group ends it.
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html
 */
export const codeDeploy = <const Line extends string, const Playbook extends string = never>({
  applications,
  ...options
}: ReadyOptions<Line, Playbook> & {
  /** Names, or matches such as `{ prefix: 'checkout-' }`; without it, every application. */
  readonly applications?: readonly FieldMatch[]
}): SourceConfig<Line, Playbook> => {
  const ended = (state: string) => ({
    source: ['aws.codedeploy'],
    'detail-type': ['CodeDeploy Deployment State-change Notification'],
    detail: { state: [state], ...(applications && { application: applications }) },
  })
  return {
    on: ended('FAILURE'),
    clears: ended('SUCCESS'),
    key: ['detail.application', 'detail.deploymentGroup'],
    title: ['Deployment of ', { path: 'detail.application' }, ' to ', { path: 'detail.deploymentGroup' }, ' failed'],
    reason: ['deployment ', { path: 'detail.deploymentId' }],
    ...common(options),
  }
}
