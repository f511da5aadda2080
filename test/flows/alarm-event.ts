import { randomUUID } from 'node:crypto'

/** The event that CloudWatch sends when an alarm changes: ALARM at nine unless told otherwise. */
export function anAlarmEvent({
  name = 'checkout-latency',
  state = 'ALARM',
  at = '2026-11-21T09:00:00.000+0000',
  region = 'eu-central-1',
  account = '000000000000',
} = {}) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: '2026-11-21T09:00:00Z',
    region,
    resources: [`arn:aws:cloudwatch:${region}:${account}:alarm:${name}`],
    detail: {
      alarmName: name,
      state: { value: state, reason: 'Threshold Crossed', timestamp: at },
      previousState: { value: 'OK', timestamp: '2026-11-21T08:00:00.000+0000' },
      configuration: { description: null },
    },
  }
}
