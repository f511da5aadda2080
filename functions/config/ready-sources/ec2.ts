import type { SourceConfig } from '../source-config.ts'
import { common, type ReadyOptions } from './ready-source.ts'

/**
 * EC2 takes a Spot instance back in two minutes. It can wait: what runs on Spot is made for it. No event ends it: a
 * quarter of an hour does, in which the group has replaced it, or another alarm says more.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
 */
export const spotInterruption = <const Line extends string, const Playbook extends string = never>(
  options: ReadyOptions<Line, Playbook>,
): SourceConfig<Line, Playbook> => ({
  on: { source: ['aws.ec2'], 'detail-type': ['EC2 Spot Instance Interruption Warning'] },
  key: 'detail.instance-id',
  title: ['Spot instance ', { path: 'detail.instance-id' }, ' is taken back'],
  reason: ['EC2 will ', { path: 'detail.instance-action' }, ' it in two minutes'],
  severity: 'low',
  closesAfter: { minutes: 15 },
  ...common(options),
})
