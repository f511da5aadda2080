import { MovedClock } from '../src/clock.ts'
import { createCloudWatch } from '../src/services/cloudwatch/cloudwatch.ts'
import { openStore } from '../src/store.ts'

const now = Date.UTC(2026, 10, 21, 9, 0, 3, 127)

function start() {
  const clock = new MovedClock(now)
  const told: any[] = []
  const cloudwatch = createCloudWatch(openStore(), clock, (event) => void told.push(event))
  return { cloudwatch, told, clock }
}

describe('an event that somebody puts on the bus', () => {
  const anEvent = (state: object = {}, detail: object = {}, but: object = {}) => ({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    account: '000000000000',
    region: 'eu-central-1',
    time: '2026-11-21T08:00:00Z',
    ...but,
    detail: {
      alarmName: 'a',
      state: { value: 'ALARM', reason: null, timestamp: '2026-11-21T08:00:00.500+0000', ...state },
      ...detail,
    },
  })
  const later = '2026-11-21T08:00:01.000+0000'
  const deletion = (time: string) =>
    anEvent({}, { operation: 'delete' }, { 'detail-type': 'CloudWatch Alarm Configuration Change', time })

  it('is that alarm’s state, and is not sent again', () => {
    const { cloudwatch, told } = start()
    cloudwatch.hear(anEvent())
    expect(cloudwatch.alarms()).toEqual([{ name: 'a', state: 'ALARM', since: Date.UTC(2026, 10, 21, 8, 0, 0, 500) }])
    cloudwatch.hear(anEvent({ value: 'OK', timestamp: later }))
    expect(cloudwatch.stateOf('a')).toBe('OK')
    expect(told).toEqual([])
  })

  it.each([
    ['of another account', anEvent({}, {}, { account: '123456789012' })],
    ['of another region', anEvent({}, {}, { region: 'us-east-1' })],
    ['of something else', anEvent({}, {}, { source: 'my.app' })],
    ['without a time that is one', anEvent({ timestamp: 'now' })],
  ])('%s is none of its business', (_, event) => {
    const { cloudwatch } = start()
    cloudwatch.hear(event)
    expect(cloudwatch.alarms()).toEqual([])
  })

  it('that is late changes nothing', () => {
    const { cloudwatch } = start()
    cloudwatch.hear(anEvent({ value: 'OK', timestamp: later }))
    cloudwatch.hear(anEvent())
    cloudwatch.hear(deletion('2026-11-21T08:00:00Z'))
    expect(cloudwatch.stateOf('a')).toBe('OK')
  })

  it('from a clock gone wrong does not make the next one late', () => {
    const { cloudwatch, clock } = start()
    cloudwatch.hear(anEvent({ timestamp: '2099-01-01T00:00:00.000+0000' }))
    clock.move(1000)
    cloudwatch.setAlarm('a', { state: 'OK' })
    expect(cloudwatch.alarms()).toEqual([{ name: 'a', state: 'OK', since: now + 1000 }])
  })

  it('deletes the alarm, also in the second in which it changed', () => {
    const { cloudwatch } = start()
    cloudwatch.hear(anEvent())
    cloudwatch.hear(deletion('2026-11-21T08:00:00Z'))
    expect(cloudwatch.alarms()).toEqual([])
  })

  it('of before it was deleted brings no alarm back', () => {
    const { cloudwatch } = start()
    cloudwatch.hear(deletion('2026-11-21T08:00:01Z'))
    cloudwatch.hear(anEvent())
    expect(cloudwatch.alarms()).toEqual([])
    cloudwatch.hear(anEvent({ timestamp: '2026-11-21T08:00:01.001+0000' }))
    expect(cloudwatch.stateOf('a')).toBe('ALARM')
  })

  it('leaves what CloudWatch itself has just sent as it is', () => {
    const heard = createCloudWatch(openStore(), new MovedClock(now), (event) => heard.hear(event))
    heard.setAlarm('a', { state: 'ALARM', suppressor: 'b' })
    heard.setAlarm('a', { state: 'OK' })
    expect(heard.alarms()).toEqual([{ name: 'a', state: 'OK', since: now + 1 }])
    heard.deleteAlarm('a')
    expect(heard.alarms()).toEqual([])
  })

  it('of an alarm that is muted mutes it here as well', async () => {
    const { cloudwatch, told, clock } = start()
    const muteDetail = {
      mutedByArn: 'arn:aws:cloudwatch:eu-central-1:000000000000:alarm-mute-rule:nights',
      muteWindowStart: '2026-11-21T08:00:00.000+0000',
      muteWindowEnd: '2026-11-21T10:00:00.000+0000',
    }
    cloudwatch.hear(anEvent({}, { muteDetail }))
    cloudwatch.setAlarm('a', { state: 'OK' })
    clock.move(3_600_000)
    cloudwatch.setAlarm('a', { state: 'ALARM' })
    expect(told.map(({ detail }) => detail.muteDetail)).toEqual([muteDetail, undefined])
  })
})
