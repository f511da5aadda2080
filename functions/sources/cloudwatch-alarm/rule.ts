import type { EventRule } from '../source.ts'

/**
 * Every change of an alarm's state in the account, of the contributors of an alarm too, and that an alarm is deleted.
 * Which line it belongs to is settled by on-signal.
 */
export const rule: EventRule = {
  kind: 'event',
  name: 'andon-alarm-changed',
  bus: 'default',
  forwarded: 'andon-alarm-forwarded',
  pattern: {
    source: ['aws.cloudwatch'],
    'detail-type': [
      'CloudWatch Alarm State Change',
      'CloudWatch Alarm Contributor State Change',
      'CloudWatch Alarm Configuration Change',
    ],
    // Our own alarms must not wake us, or our failure would feed itself.
    // Of changes of the configuration only a deletion matters: what becomes of the state, another event says.
    detail: { alarmName: [{ 'anything-but': { prefix: 'andon-' } }], operation: [{ exists: false }, 'delete'] },
  },
}
