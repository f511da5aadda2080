import type { SourceConfig } from '../source-config.ts'
import { common, type ReadyOptions } from './ready-source.ts'

type Category = 'issue' | 'accountNotification' | 'scheduledChange' | 'investigation'

/**
 * An event of AWS Health: an issue of AWS's own, unless other categories are wanted. It ends when AWS says that it is
 * closed; a scheduled change may never be, so a month without another event ends it, too.
 * @see https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
 */
export const health = <const Line extends string, const Playbook extends string = never>({
  categories = ['issue'],
  ...options
}: ReadyOptions<Line, Playbook> & { readonly categories?: readonly Category[] }): SourceConfig<Line, Playbook> => ({
  on: healthEvent({ eventTypeCategory: categories, statusCode: [{ exists: false }, { 'anything-but': 'closed' }] }),
  clears: healthEvent({ eventTypeCategory: categories, statusCode: ['closed'] }),
  key: 'detail.eventArn',
  title: ['AWS Health: ', { path: 'detail.service' }, ': ', { path: 'detail.eventTypeCode' }],
  reason: { path: 'detail.eventDescription.0.latestDescription' },
  closesAfter: { days: 30 },
  ...common(options),
})

const healthEvent = (detail: NonNullable<SourceConfig['on']['detail']>) => ({
  source: ['aws.health'],
  'detail-type': ['AWS Health Event'],
  detail,
})
