import fc from 'fast-check'
import type { CallMessage } from '../../../functions/channels/sender.ts'
import { snsMessage } from '../../../functions/channels/sns/sns-message.ts'
import type { Incident } from '../../../functions/domain/incident.ts'
import { at } from '../../signals.ts'

const incident: Incident = {
  id: 'checkout-20261121090003-1k3vbq2',
  key: 'alarm x',
  line: 'checkout',
  state: 'help',
  title: 'checkout-5xx',
  reason: 'Threshold Crossed: 1 datapoint',
  url: 'https://example.com/alarm',
  openedAt: at('09:00'),
  version: 1,
  tried: [],
}
function aCall(about: Partial<Incident> = {}, call: Partial<CallMessage['call']> = {}): CallMessage {
  return {
    call: {
      incident: incident.id,
      line: 'checkout',
      version: 1,
      state: 'help',
      at: at('09:00'),
      text: 'people are called',
      ...call,
    },
    incident: { ...incident, ...about },
    line: { title: 'Checkout', answerWithin: { minutes: 5 } },
    timeline: [],
  }
}

it('says what is wanted where, since when, who calls, and where to look', () => {
  expect(snsMessage(aCall())).toEqual({
    subject: 'Help wanted: Checkout: checkout-5xx',
    message: [
      'Help wanted: Checkout: checkout-5xx',
      'Unless somebody answers within 5 minutes, the line stops.',
      'Since 2026-11-21 09:00:00 UTC: people are called',
      'Why: Threshold Crossed: 1 datapoint',
      'https://example.com/alarm',
      'Incident checkout-20261121090003-1k3vbq2 of line checkout',
    ].join('\n'),
  })
})

it('says where an alarm of elsewhere is from', () => {
  const origin = { account: '222233334444', region: 'eu-west-1' }
  expect(snsMessage(aCall({ ...origin, elsewhere: true })).message.split('\n')).toContain(
    'Its alarm is of account 222233334444, region eu-west-1.',
  )
})

it('does not announce what has already happened, and leaves out what is unknown', () => {
  const { url: _, ...bare } = { ...incident, reason: '' }
  const message = aCall({}, { state: 'stop', text: 'cord desk-1 stopped the line' })
  expect(snsMessage({ ...message, incident: bare })).toEqual({
    subject: 'LINE STOPPED: Checkout: checkout-5xx',
    message: [
      'LINE STOPPED: Checkout: checkout-5xx',
      'Since 2026-11-21 09:00:00 UTC: cord desk-1 stopped the line',
      'Incident checkout-20261121090003-1k3vbq2 of line checkout',
    ].join('\n'),
  })
})

it.each([
  ['決済エラー率', 'Checkout', 'Help wanted: Checkout: incident checkout-20261121090003-1k3vbq2'],
  ['決済エラー率', '決済', 'Help wanted: checkout: incident checkout-20261121090003-1k3vbq2'],
  ['checkout-5xx 高い', 'Checkout', 'Help wanted: Checkout: checkout-5xx ...'],
  ['prod-エラー率が高い', 'Checkout', 'Help wanted: Checkout: incident checkout-20261121090003-1k3vbq2'],
  ['Zahlung überfällig', 'Kasse', 'Help wanted: Kasse: Zahlung uberfallig'],
  ['ошибки', 'Checkout', 'Help wanted: Checkout: incident checkout-20261121090003-1k3vbq2'],
])('leaves a name that mail’s subject cannot hold for the message: %s', (title, lineTitle, expected) => {
  const { call, incident } = aCall({ title })
  const { subject, message } = snsMessage({ call, incident, line: { title: lineTitle } })
  expect(subject).toBe(expected)
  expect(message.split('\n')[0]).toBe(`Help wanted: ${lineTitle}: ${title}`)
})

it('gives a person’s words once', () => {
  const { message } = snsMessage(aCall({ title: 'the printer is empty', reason: 'the printer is empty' }))
  expect(message.match(/the printer is empty/g)).toHaveLength(1)
})

it('lets no outside text pass for Andon’s: no line, no link and no reversed text', () => {
  const hostile = 'x\r\nSince yesterday\u2028all is well\u202e: answer at https://evil.example/?a=b\u0000'
  const { message, subject } = snsMessage(aCall({ title: hostile, reason: `${hostile}!` }, { text: hostile }))
  expect(message.split('\n')).toHaveLength(6)
  expect(message.match(/https?:\/\/\S+/g)).toEqual(['https://example.com/alarm'])
  expect(message).not.toMatch(/[^\P{C}\n]|\p{Zl}/u)
  expect(subject).not.toMatch(/[^ -~]/)
})

it('gives SNS nothing that it would refuse or cut, whatever the texts are', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 3_000 }), fc.string({ unit: 'grapheme' }))
  fc.assert(
    fc.property(text, text, text, text, (title, reason, said, lineTitle) => {
      const { call, incident } = aCall({ title, reason }, { text: said })
      const { subject, message } = snsMessage({ call, incident, line: { title: lineTitle } })
      expect(subject).toMatch(/^Help wanted: [ -~]*$/)
      expect(subject.length).toBeLessThan(100)
      expect(message.length).toBeLessThanOrEqual(1_600)
      expect(message.isWellFormed()).toBe(true)
    }),
  )
})
