import type { SourceConfig } from '../source-config.ts'
import { common, type ReadyOptions } from './ready-source.ts'

/**
 * Cost Anomaly Detection found spending that nobody expected. Its events come in us-east-1 alone (docs/sources.md). No
 * event ends it: a week without another of the same anomaly does.
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/cad-eventbridge.html
 */
export const costAnomaly = <const Line extends string, const Playbook extends string = never>(
  options: ReadyOptions<Line, Playbook>,
): SourceConfig<Line, Playbook> => ({
  on: { source: ['aws.ce'], 'detail-type': ['Anomaly Detected'] },
  key: 'detail.anomalyId',
  title: ['Unexpected cost: ', { path: 'detail.dimensionValue' }],
  reason: [
    { path: 'detail.impact.totalImpact' },
    ' more than expected, in all ',
    { path: 'detail.impact.totalActualSpend' },
    ', in account ',
    { path: 'detail.accountName' },
  ],
  severity: 'low',
  closesAfter: { days: 7 },
  ...common(options),
})

/**
 * A budget of AWS Budgets has passed its threshold. Budgets sends to SNS alone, so a pipe has to bring it here
 * (docs/sources.md). Nothing tells that it is over: three days do.
 */
export const budget = <const Line extends string, const Playbook extends string = never>({
  source = 'budgets',
  ...options
}: ReadyOptions<Line, Playbook> & { readonly source?: string }): SourceConfig<Line, Playbook> => ({
  on: { source: [source], 'detail-type': ['Budget Notification'] },
  key: 'detail.subject',
  title: { path: 'detail.subject' },
  reason: { path: 'detail.message' },
  severity: 'low',
  closesAfter: { days: 3 },
  ...common(options),
})
