import { channelKinds } from '../../functions/channels/registry.ts'
import { openChannels } from '../../functions/channels/open-channels.ts'
import { Unusable } from '../../functions/domain/place.ts'
import type { Notice } from '../../functions/domain/notice.ts'
import type { AlarmSignal } from '../../functions/domain/signal.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { tell, type TellPorts } from '../../functions/usecases/tell.ts'
import { anAlarm } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'
import type { FarEnd } from './far-end.ts'
import { pagerDutyFarEnd } from './pager-duty/pager-duty-far-end.ts'
import { slackFarEnd } from './slack/slack-far-end.ts'
import { snsFarEnd, snsTopicFarEnd } from './sns/sns-far-end.ts'

// What every kind of channel promises. A new one is held to it by a far end of its own.
const farEnds = {
  slack: slackFarEnd,
  sns: snsFarEnd,
  snsTopic: snsTopicFarEnd,
  pagerDuty: pagerDutyFarEnd,
} satisfies Record<keyof typeof channelKinds, unknown>

const kinds = Object.keys(channelKinds).map((kind) => kind as keyof typeof channelKinds)

const noParts = {
  secret: () => Promise.reject(new Unusable('put the secret there')),
  lineTopic: (line: string) => line,
  environment: {},
}

const opened: FarEnd[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

/** A call for help on the line checkout, and one channel that is to be told of it. */
async function aCall(kind: keyof typeof channelKinds, alarm: Partial<AlarmSignal> = {}) {
  const far = await farEnds[kind]()
  opened.push(far)
  const { ports: table } = aTable()
  const decision = await takeIn(table, anAlarm(alarm))
  if (decision.kind !== 'change') throw new Error('expected an incident')
  const { incident } = decision.change.entry
  let kept: Notice | undefined
  const ports: TellPorts = {
    ...table,
    notices: { find: async () => kept, save: async (_about, _channel, notice) => void (kept = notice) },
    sender: openChannels({ checkout: far.channel }, { ...noParts, ...far.parts }),
    line: () => ({ title: 'Checkout', answerWithin: { minutes: 5 } }),
  }
  const due = { about: { incident: incident.id }, version: incident.version, channel: 'checkout' }
  return {
    far,
    told: () => tell(ports, due),
    withoutSecret: () =>
      tell({ ...ports, sender: openChannels({ checkout: far.channel }, { ...far.parts, ...noParts }) }, due),
  }
}

describe.each(kinds)('a channel of the kind %s', (kind) => {
  it('can what its kind says that it can', async () => {
    const { far } = await aCall(kind)
    const sender = await openChannels({ checkout: far.channel }, { ...noParts, ...far.parts })('checkout')
    expect(sender?.can).toBe(channelKinds[kind].can)
  })

  it('is told once, however often the notice comes', async () => {
    const { far, told } = await aCall(kind)
    expect(await told()).toMatchObject({ kind: 'told' })
    expect(await told()).toEqual({ kind: 'nothing', because: 'already-told' })
    expect(far.messages()).toEqual([expect.stringMatching(/^Help wanted: Checkout|Checkout: .*: help wanted/)])
  })

  it('is told once, or the very same again, where nobody heard the answer', async () => {
    const { far, told } = await aCall(kind)
    far.become('answer lost')
    expect(await told()).toMatchObject({ kind: 'later' })
    far.become('well')
    await told()
    expect(new Set(far.messages()).size).toBe(1)
  })

  it.each(['asks to wait', 'out of order'] as const)('loses nothing when its service %s', async (mood) => {
    const { far, told } = await aCall(kind)
    far.become(mood)
    expect(await told()).toMatchObject({ kind: 'later', because: expect.stringMatching(/\w+ \w+ \w+/) })
    expect(far.messages()).toEqual([])
    far.become('well')
    expect(await told()).toMatchObject({ kind: 'told' })
    expect(far.messages()).toHaveLength(1)
  })

  it('says what to mend when its service takes nothing, and is told once that is done', async () => {
    const { far, told } = await aCall(kind)
    far.become('wants mending')
    expect(await told()).toEqual({
      kind: 'blocked',
      because: expect.stringMatching(/says \w+ for .*: .*; what is due is told then$/),
    })
    far.become('well')
    expect(await told()).toMatchObject({ kind: 'told' })
    expect(far.messages()).toHaveLength(1)
  })

  it('gives up a message that its service will never take, and one that it refuses without a known reason later', async () => {
    const { far, told } = await aCall(kind)
    far.become('refuses')
    expect(await told()).toEqual({ kind: 'refused', because: expect.stringMatching(/says \w+ for .*: /) })
    far.become('well')
    far.become('says no word we know')
    expect(await told()).toMatchObject({ kind: 'later', doubtful: true })
  })

  it('waits until somebody has put its secret there, if it has one', async () => {
    const { withoutSecret, far } = await aCall(kind)
    const needs = channelKinds[kind].needs(far.channel as never).filter((need) => need.kind === 'secret')
    const { kind: end } = await withoutSecret()
    expect(end).toBe(needs.length > 0 ? 'blocked' : 'told')
  })

  it('lets no outside text mention people or set links', async () => {
    const hostile = '<!channel> <@U1> @here\r\n[all is well](https://evil.example) <https://evil.example|x>\u202e\u0000'
    const { far, told } = await aCall(kind, { title: hostile, reason: hostile })
    expect(await told()).toMatchObject({ kind: 'told' })
    expect(far.live()).toEqual([])
  })

  it('takes what is far too long', async () => {
    const long = 'ö<&'.repeat(20_000)
    const { far, told } = await aCall(kind, { title: long, reason: long })
    expect(await told()).toMatchObject({ kind: 'told' })
    expect(far.messages().join('').length).toBeLessThan(4_000)
  })
})
