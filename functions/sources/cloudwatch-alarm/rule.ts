import type { EventRule } from '../source.ts'

/** Every change of an alarm's state in the account. Which line it belongs to is settled by on-signal. */
export const rule: EventRule = {
  kind: 'event',
  name: 'andon-alarm-changed',
  bus: 'default',
  pattern: {
    source: ['aws.cloudwatch'],
    'detail-type': ['CloudWatch Alarm State Change'],
    // Our own alarms must not wake us, or our failure would feed itself.
    detail: { alarmName: [{ 'anything-but': { prefix: 'andon-' } }] },
  },
}
