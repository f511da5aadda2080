import type { FieldMatch } from '@andon/event-pattern'
import type { SourceConfig } from '../source-config.ts'
import { common, type ReadyOptions } from './ready-source.ts'

type Category = 'availability' | 'failover' | 'failure' | 'low storage' | 'maintenance' | 'recovery'

/**
 * What RDS tells of a database instance or an Aurora cluster: a failure, a failover, storage that runs low. RDS has no
 * event that ends these: four hours without another one do.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
 */
export const rds = <const Line extends string, const Playbook extends string = never>({
  categories = ['failure', 'failover', 'low storage'],
  databases,
  ...options
}: ReadyOptions<Line, Playbook> & {
  readonly categories?: readonly Category[]
  /** Names of instances and clusters, or matches such as `{ prefix: 'checkout-' }`; without it, all of them. */
  readonly databases?: readonly FieldMatch[]
}): SourceConfig<Line, Playbook> => ({
  on: {
    source: ['aws.rds'],
    'detail-type': ['RDS DB Instance Event', 'RDS DB Cluster Event'],
    detail: { EventCategories: categories, ...(databases && { SourceIdentifier: databases }) },
  },
  key: ['detail.SourceIdentifier', 'detail.EventCategories.0'],
  title: ['RDS ', { path: 'detail.SourceIdentifier' }, ': ', { path: 'detail.EventCategories.0' }],
  reason: [{ path: 'detail.Message' }, ' (', { path: 'detail.EventID' }, ')'],
  closesAfter: { hours: 4 },
  ...common(options),
})
