import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMessage as readMessageAt } from '../../functions/sources/read-message.ts'
import { at } from '../signals.ts'

const readMessage = (body: string) => readMessageAt(body, at('09:00'))
const shared = join(import.meta.dirname, '../../../shared/events')
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
const fixture = (name: string) =>
  readFileSync(join('functions/sources/cloudwatch-alarm/examples', `${name}.json`), 'utf8')
const metricAlarm = (): any => JSON.parse(fixture('metric-alarm'))
const cordMessage = (payload: string | Buffer, more: object = {}) =>
  JSON.stringify({
    source: 'andon-cord',
    topic: 'andon/cords/desk-1/pulled',
    receivedAt: Date.UTC(2026, 10, 21, 9),
    payload: Buffer.from(payload).toString('base64'),
    ...more,
  })

describe('an alarm event', () => {
  it('tells which alarm it is, since when, and why', () => {
    expect(readMessage(fixture('metric-alarm'))).toMatchObject({
      kind: 'alarm',
      name: 'checkout-5xx',
      arn: 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:checkout-5xx',
      state: 'alarm',
      at: '2026-11-21T09:00:03.127Z',
      reason: expect.stringContaining('Threshold Crossed'),
      url: 'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#alarmsV2:alarm/checkout-5xx',
    })
  })

  it('keeps its detail as it came, for the lines’ patterns', () => {
    expect(readMessage(fixture('metric-alarm'))).toMatchObject({ detail: metricAlarm().detail })
  })

  it('may lack a reason', () => {
    const event = metricAlarm()
    event.detail.state.reason = null
    expect(readMessage(JSON.stringify(event))).toMatchObject({ reason: '' })
  })

  it.each([
    ['2026-11-21T09:00:03.127+0000', '2026-11-21T09:00:03.127Z'],
    ['2026-11-21T10:00:03.127+0100', '2026-11-21T09:00:03.127Z'],
    ['2026-11-21T10:00:03.127+01:00', '2026-11-21T09:00:03.127Z'],
    ['2026-11-21T09:00:03Z', '2026-11-21T09:00:03.000Z'],
  ])('understands the time %s', (timestamp, at) => {
    const event = metricAlarm()
    event.detail.state.timestamp = timestamp
    expect(readMessage(JSON.stringify(event))).toMatchObject({ at })
  })

  it('of a suppressed composite alarm holds back, and counts once it is no longer suppressed', () => {
    const event = JSON.parse(fixture('composite-alarm-suppressed'))
    expect(readMessage(JSON.stringify(event))).toMatchObject({
      state: 'suppressed',
      reason: 'Actions suppressed by WaitPeriod',
    })
    const { actionsSuppressedBy: _, actionsSuppressedReason: __, ...state } = event.detail.state
    const released = { ...event, detail: { ...event.detail, previousState: event.detail.state, state } }
    expect(readMessage(JSON.stringify(released))).toMatchObject({ state: 'alarm' })
  })

  it.each([
    ['metric math', { metrics: [{ id: 'e1', expression: 'm1/m2', label: 'rate', returnData: true }] }],
    ['an anomaly', { metrics: [{ id: 'ad1', expression: 'ANOMALY_DETECTION_BAND(m1, 2)', returnData: true }] }],
    ['other alarms', { alarmRule: 'ALARM(checkout-5xx) OR ALARM(checkout-latency)' }],
    ['nothing that we know', undefined],
  ])('may be about %s', (_, configuration) => {
    const event = metricAlarm()
    event.detail.configuration = configuration
    expect(readMessage(JSON.stringify(event))).toMatchObject({ kind: 'alarm', state: 'alarm' })
  })

  it('is not the end of what is open when nobody is to hear of it, but of an OK it is', () => {
    const event = JSON.parse(fixture('composite-alarm-suppressed'))
    event.detail.state.value = 'OK'
    expect(readMessage(JSON.stringify(event))).toMatchObject({ state: 'ok' })
    const muted = JSON.parse(fixture('muted'))
    expect(readMessage(fixture('muted'))).toMatchObject({
      state: 'muted',
      reason: 'by night-build, until 2026-11-21 11:00 UTC',
    })
    muted.detail.state.value = 'OK'
    expect(readMessage(JSON.stringify(muted))).toMatchObject({ state: 'ok' })
  })

  it('is not believed when its time is in the future; the past is as long ago as it says', () => {
    const event = metricAlarm()
    const at = (timestamp: string) => {
      event.detail.state.timestamp = timestamp
      return readMessage(JSON.stringify(event))
    }
    expect(at('2099-01-01T00:00:00.000+0000')).toMatchObject({ at: '2026-11-21T09:00:00.000Z' })
    expect(at('2019-01-01T00:00:00.000+0000')).toMatchObject({ at: '2019-01-01T00:00:00.000Z' })
  })

  it('says that its alarm is deleted, and not before the last change of its state', () => {
    const event = JSON.parse(fixture('alarm-deleted'))
    const arrived = at('09:10')
    expect(readMessageAt(JSON.stringify(event), arrived)).toMatchObject({ state: 'deleted', at: at('09:07:13') })
    event.detail.state.timestamp = '2026-11-21T09:07:13.700+0000'
    expect(readMessageAt(JSON.stringify(event), arrived)).toMatchObject({ at: '2026-11-21T09:07:13.701Z' })
  })

  it('may be about one contributor of an alarm', () => {
    expect(readMessageAt(fixture('contributor'), at('09:10'))).toMatchObject({
      kind: 'contributor',
      contributor: '6d442278dba546f6',
      name: 'TableName orders',
      arn: 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:checkout-writes',
      state: 'alarm',
      at: '2026-11-21T09:02:04.919Z',
    })
  })

  it('is nothing to us when it only tells that an alarm was edited', () => {
    const event = { ...metricAlarm(), 'detail-type': 'CloudWatch Alarm Configuration Change' }
    expect(readMessage(JSON.stringify(event))).toEqual({ kind: 'nothing', because: 'configuration-change' })
  })
})

describe('an answered call', () => {
  const answered = (detail: object) =>
    JSON.stringify({ 'detail-type': 'Call Answered', source: 'board', time: '2026-11-21T09:00:00Z', detail })
  const detail = { incident: 'checkout-20261121090003-1k3vbq2', by: 'ada', id: 'a-1' }

  it('tells which, and who is on it', () => {
    expect(readMessage(answered(detail))).toEqual({ kind: 'answer', via: 'bus', ...detail })
  })

  it('is cut short where a name is a novel', () => {
    expect(readMessage(answered({ ...detail, by: ` ${'ä'.repeat(500)}` }))).toMatchObject({ by: `${'ä'.repeat(63)}…` })
  })

  it.each([
    ['by nobody', { ...detail, by: '  ' }, /"Call Answered" is malformed: detail.by/],
    ['of nothing', { ...detail, incident: '' }, /malformed: detail.incident/],
    ['of everything', { ...detail, incident: 'x'.repeat(65) }, /malformed: detail.incident/],
    ['without an id', { ...detail, id: undefined }, /malformed: detail.id/],
  ])('%s is of no use', (_, given, message) => {
    expect(() => readMessage(answered(given))).toThrow(message)
    expect(() => readMessage(answered(given))).toThrow(expect.objectContaining({ name: 'Unusable' }))
  })
})

describe('a message that can never be used says what is wrong, where, and what to do', () => {
  it.each([
    ['not JSON at all', '{', /not JSON; send one EventBridge event/],
    ['null', 'null', /malformed/],
    [
      'an event without what every event has',
      '{"detail-type":"EC2 Instance State-change Notification","source":"aws.ec2"}',
      /the event "EC2 Instance State-change Notification" is malformed: id: .*account: .*see docs/,
    ],
    [
      'an alarm without a state',
      JSON.stringify({ ...metricAlarm(), detail: { alarmName: 'checkout-5xx' } }),
      /"CloudWatch Alarm State Change" is malformed: detail.state/,
    ],
    [
      'an alarm whose name can be no link',
      JSON.stringify({ ...metricAlarm(), detail: { ...metricAlarm().detail, alarmName: 'checkout-\ud800' } }),
      /"CloudWatch Alarm State Change" is malformed: detail.alarmName: half a character/,
    ],
    [
      'an alarm of a region that would be another host',
      JSON.stringify({ ...metricAlarm(), region: 'evil.example/' }),
      /malformed: region: not a region/,
    ],
    ['an alarm at no time', fixture('metric-alarm').replace('2026-11-21T09:00:03.127+0000', 'soon'), /time/i],
    [
      'a cord that says no JSON',
      cordMessage('help!'),
      /message on andon\/cords\/desk-1\/pulled is not JSON: "help!"; publish an object like/,
    ],
    ['a cord that says no text', cordMessage(Buffer.from([0xff, 0xfe, 0x00])), /is not JSON/],
    ['a message from nobody', '{"payload":""}', /message is malformed: it names no source/],
    ['a message from a stranger', '{"source":"my-cord"}', /Andon does not know a message from my-cord; remove it/],
    ['a cord with an unknown click', cordMessage('{"click":"TRIPLE"}'), /malformed: click/],
  ])('%s', (_, body, message) => {
    expect(() => readMessage(body)).toThrow(message)
    expect(() => readMessage(body)).toThrow(expect.objectContaining({ name: 'Unusable' }))
  })
})

const real = existsSync(shared) ? filesIn(shared) : []
if (real.length === 0) console.info('skipped: real AWS events are not beside this checkout (../shared/events)')
else
  it.each(real)('reads the real event %s, or says what is wrong and what to do', (name) => {
    const body = readFileSync(join(shared, name), 'utf8')
    try {
      expect(['alarm', 'pull', 'answer', 'event', 'nothing']).toContain(readMessage(body).kind)
    } catch (error) {
      expect(error).toMatchObject({ name: 'Unusable', message: expect.stringMatching(/; (see|send|remove|publish) /) })
    }
  })
