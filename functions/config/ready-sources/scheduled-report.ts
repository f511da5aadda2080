import type { SourceConfig } from '../source-config.ts'
import { common, type ReadyOptions } from './ready-source.ts'

/**
 * What a job that runs by a schedule reports of itself, as `{ report, state, summary }`: a backup, an export, a nightly
 * check. 'failed' opens, the next 'succeeded' of the same report ends it. That a report did not come at all, no event
 * tells: an alarm on missing data does (docs/sources.md).
 * @property source of the jobs' own events
 */
export const scheduledReport = <const Line extends string, const Playbook extends string = never>({
  source,
  ...options
}: ReadyOptions<Line, Playbook> & { readonly source: string }): SourceConfig<Line, Playbook> => {
  const reported = (state: string) => ({
    source: [source],
    'detail-type': ['Scheduled Report'],
    detail: { state: [state] },
  })
  return {
    on: reported('failed'),
    clears: reported('succeeded'),
    key: 'detail.report',
    title: [{ path: 'detail.report' }, ' failed'],
    reason: { path: 'detail.summary' },
    ...common(options),
  }
}
