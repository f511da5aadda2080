import { type Instant, instant } from '../../functions/domain/instant.ts'
import type { DescribedAlarm } from '../../functions/domain/described-alarm.ts'
import type { AlarmsInCloudWatch } from '../../functions/ports.ts'

export const home = { account: '111122223333', region: 'eu-central-1' }
export const arnOf = (name: string) => `arn:aws:cloudwatch:${home.region}:${home.account}:alarm:${name}`

export type AlarmValue = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA'
interface Alarm {
  readonly value: AlarmValue
  readonly since: Instant
}
const states = { ALARM: 'alarm', OK: 'ok', INSUFFICIENT_DATA: 'no-data' } as const

/** A CloudWatch whose alarms are set by hand, and the events that it sends. */
export function aCloudWatch(now: () => Instant) {
  const alarms = new Map<string, Alarm>()
  const muted = new Set<string>()
  const suppressed = new Set<string>()
  let questions = 0
  /** Called when it is asked, before it answers. */
  let whenAsked: () => Promise<void> | void = () => {}

  const describe = (name: string, { value, since }: Alarm): DescribedAlarm => ({
    origin: home,
    name,
    arn: arnOf(name),
    state: states[value],
    reason: 'Threshold Crossed',
    since,
    event: { alarmName: name, state: { value, reason: 'Threshold Crossed', timestamp: since } },
    ...(suppressed.has(name) && { suppressed: 'its suppressor is in ALARM' }),
  })
  const asked = async <T>(answer: () => T): Promise<T> => {
    questions++
    await whenAsked()
    return answer()
  }
  const port: AlarmsInCloudWatch = {
    holding: () =>
      asked(() => [...alarms].flatMap(([name, alarm]) => (alarm.value === 'ALARM' ? describe(name, alarm) : []))),
    named: (names) => asked(() => names.flatMap((name) => (alarms.has(name) ? describe(name, alarms.get(name)!) : []))),
    muted: () => asked(() => new Map([...muted].map((name) => [name, 'night-build']))),
  }

  const common = (name: string, time: Instant) => ({
    source: 'aws.cloudwatch',
    ...home,
    // In whole seconds, as EventBridge tells it.
    time: `${time.slice(0, 19)}Z`,
    resources: [arnOf(name)],
  })
  const detailOf = (name: string, { value, since }: Alarm) => ({
    alarmName: name,
    state: {
      value,
      reason: 'Threshold Crossed',
      timestamp: since.replace('Z', '+0000'),
      ...(suppressed.has(name) && { actionsSuppressedBy: 'Alarm' }),
    },
    ...(muted.has(name) && {
      muteDetail: { mutedByArn: 'alarm-mute-rule:night-build', muteWindowEnd: instant(Date.parse(now()) + 3_600_000) },
    }),
  })

  return {
    port,
    /** @returns the event that it sends, if any: nothing changes when the alarm is in this state already */
    set(name: string, value: AlarmValue): object | undefined {
      if (alarms.get(name)?.value === value) return undefined
      alarms.set(name, { value, since: now() })
      const detail = detailOf(name, alarms.get(name)!)
      return { 'detail-type': 'CloudWatch Alarm State Change', ...common(name, now()), detail }
    },
    delete(name: string): object | undefined {
      const alarm = alarms.get(name)
      if (alarm === undefined) return undefined
      alarms.delete(name)
      const detail = { operation: 'delete', ...detailOf(name, alarm) }
      return { 'detail-type': 'CloudWatch Alarm Configuration Change', ...common(name, now()), detail }
    },
    /** Of neither does it send an event. */
    mute: (name: string, isMuted: boolean) => void (isMuted ? muted.add(name) : muted.delete(name)),
    suppress: (name: string, isIt: boolean) => void (isIt ? suppressed.add(name) : suppressed.delete(name)),
    whenAsked: (work: typeof whenAsked) => void (whenAsked = work),
    questions: () => questions,
    /** Whether people are to hear of it; undefined when nobody can tell. */
    calls(name: string): boolean | undefined {
      const value = alarms.get(name)?.value
      if (value === 'INSUFFICIENT_DATA') return undefined
      return value === 'ALARM' && !muted.has(name) && !suppressed.has(name)
    },
  }
}
