import type { EventPattern } from 'aws-cdk-lib/aws-events'
import type { EventRule } from '../functions/sources/source.ts'

/** A source's pattern, as the CDK spells it. */
export const asEventPattern = ({ source, 'detail-type': detailType, detail }: EventRule['pattern']): EventPattern => ({
  ...(source && { source: [...source] }),
  detailType: [...detailType],
  ...(detail && { detail }),
})
