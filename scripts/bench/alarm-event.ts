import { randomUUID } from 'node:crypto'

/** The event that CloudWatch sends when an alarm of the line "checkout" changes, by now. */
export function alarmEvent(name: string, state: 'ALARM' | 'OK') {
  const now = new Date().toISOString()
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '000000000000',
    time: now.replace(/\.\d+Z$/, 'Z'),
    region: 'eu-central-1',
    resources: [`arn:aws:cloudwatch:eu-central-1:000000000000:alarm:${name}`],
    detail: {
      alarmName: name,
      state: { value: state, reason: 'Threshold Crossed', timestamp: now.replace('Z', '+0000') },
      previousState: { value: state === 'ALARM' ? 'OK' : 'ALARM', timestamp: '2026-01-01T00:00:00.000+0000' },
      configuration: { description: null },
    },
  }
}

/** Resolves once they are accepted. */
export async function put(doors: string, events: unknown): Promise<void> {
  const { ok, status } = await fetch(`${doors}/local/events`, { method: 'POST', body: JSON.stringify(events) })
  if (!ok) throw new Error(`POST /local/events answered ${status}`)
}
