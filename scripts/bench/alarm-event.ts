import { alarmEvent as eventOf, reasonFor } from '@andon/local-cloud/services/cloudwatch/event.ts'

/** The event that CloudWatch sends when an alarm changes, by now. */
export function benchAlarm(name: string, state: 'ALARM' | 'OK') {
  const at = Date.now()
  const before = state === 'ALARM' ? 'OK' : 'ALARM'
  const earlier = at - 60_000
  return eventOf(
    name,
    { value: state, ...reasonFor(state, at), at },
    { value: before, ...reasonFor(before, earlier), at: earlier },
    {},
  )
}

/** Resolves once they are accepted. */
export async function put(doors: string, events: unknown): Promise<void> {
  const { ok, status } = await fetch(`${doors}/local/events`, { method: 'POST', body: JSON.stringify(events) })
  if (!ok) throw new Error(`POST /local/events answered ${status}`)
}
