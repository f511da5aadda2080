import type { AlarmSeen } from '../../domain/alarm-seen.ts'
import { rule } from './rule.ts'

/** What on-reconcile has found of one alarm, as it goes into the signals queue. */
export function messageOf({ origin: { account, region }, name, arn, ...seen }: AlarmSeen) {
  return {
    source: rule.source,
    'detail-type': rule['detail-type'],
    account,
    region,
    detail: { alarmName: name, alarmArn: arn, ...seen },
  }
}
