import type { SourceConfig } from '../source-config.ts'
import { common, type ReadyOptions } from './ready-source.ts'

/**
 * A GuardDuty finding, of this severity at least: 7 is high, 9 critical, 4 medium.
 *
 * GuardDuty sends no event when a finding is archived. One that goes on is sent again, every six hours unless GuardDuty is
 * told otherwise, so that a day of silence is the end.
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 */
export const guardDuty = <const Line extends string, const Playbook extends string = never>({
  atLeast = 7,
  ...options
}: ReadyOptions<Line, Playbook> & { readonly atLeast?: number }): SourceConfig<Line, Playbook> => ({
  on: {
    source: ['aws.guardduty'],
    'detail-type': ['GuardDuty Finding'],
    detail: { severity: [{ numeric: ['>=', atLeast] }] },
  },
  key: 'detail.id',
  title: ['GuardDuty: ', { path: 'detail.title' }],
  reason: [
    { path: 'detail.description' },
    ' (',
    { path: 'detail.type' },
    ', severity ',
    { path: 'detail.severity' },
    ')',
  ],
  closesAfter: { days: 1 },
  ...common(options),
})
