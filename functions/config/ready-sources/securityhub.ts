import type { SourceConfig } from '../source-config.ts'
import { common, type ReadyOptions } from './ready-source.ts'

const labels = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const

/**
 * A new finding in Security Hub (the one that is called Security Hub CSPM now), of this severity at least. It ends when
 * the finding is resolved, suppressed, archived, or its check passes. Security Hub sends each finding again as long as it
 * is there, most of them every day: what was not heard of for a week has ended, too.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
 */
export const securityHub = <const Line extends string, const Playbook extends string = never>({
  atLeast = 'HIGH',
  ...options
}: ReadyOptions<Line, Playbook> & { readonly atLeast?: (typeof labels)[number] }): SourceConfig<Line, Playbook> => ({
  on: finding({
    Severity: { Label: labels.slice(labels.indexOf(atLeast)) },
    Workflow: { Status: ['NEW'] },
    RecordState: ['ACTIVE'],
    Compliance: { Status: [{ exists: false }, { 'anything-but': ['PASSED', 'NOT_AVAILABLE'] }] },
  }),
  clears: finding({
    $or: [
      { Workflow: { Status: ['RESOLVED', 'SUPPRESSED'] } },
      { RecordState: ['ARCHIVED'] },
      { Compliance: { Status: ['PASSED'] } },
    ],
  }),
  key: 'detail.findings.0.Id',
  title: ['Security Hub: ', { path: 'detail.findings.0.Title' }],
  reason: [{ path: 'detail.findings.0.Description' }, ' (', { path: 'detail.findings.0.Severity.Label' }, ')'],
  closesAfter: { days: 7 },
  ...common(options),
})

const finding = (findings: NonNullable<SourceConfig['on']['detail']>) => ({
  source: ['aws.securityhub'],
  'detail-type': ['Security Hub Findings - Imported'],
  detail: { findings },
})
