import type { FieldMatch } from '@andon/event-pattern'
import type { SourceConfig } from '../source-config.ts'
import { common, type ReadyOptions } from './ready-source.ts'

/**
 * An Auto Scaling group could not launch an instance; its next launch ends it. A group that no longer wants one launches
 * none: a day without another failure ends it, too.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html
 */
export const launchFailure = <const Line extends string, const Playbook extends string = never>({
  groups,
  ...options
}: ReadyOptions<Line, Playbook> & {
  /** Names of groups, or matches such as `{ prefix: 'checkout-' }`; without it, every group. */
  readonly groups?: readonly FieldMatch[]
}): SourceConfig<Line, Playbook> => {
  const launch = (type: string) => ({
    source: ['aws.autoscaling'],
    'detail-type': [type],
    ...(groups && { detail: { AutoScalingGroupName: groups } }),
  })
  return {
    on: launch('EC2 Instance Launch Unsuccessful'),
    clears: launch('EC2 Instance Launch Successful'),
    key: 'detail.AutoScalingGroupName',
    title: ['Auto Scaling group ', { path: 'detail.AutoScalingGroupName' }, ' cannot launch instances'],
    reason: { path: 'detail.StatusMessage' },
    closesAfter: { days: 1 },
    ...common(options),
  }
}
