import { onCallBy } from '../../functions/adapters/rota.ts'
import { Unusable } from '../../functions/domain/place.ts'
import { at } from '../signals.ts'

const calendar = (...summaries: string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...summaries.flatMap((summary, nth) => [
      'BEGIN:VEVENT',
      `UID:${nth}`,
      `SUMMARY:${summary}`,
      `DTSTART:20261121T0${8 - nth}0000Z`,
      'DTEND:20261122T000000Z',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ].join('\r\n')

const asked: string[] = []
const read =
  (text: string, status = 200) =>
  async (url: URL) => {
    asked.push(url.href)
    return { status, text }
  }
const noSecret = () => Promise.reject(new Unusable('put it there'))
const url = 'https://calendar.example.com/private-token/rota.ics'

it('names who is on call, wherever the calendar is', async () => {
  const secret = async () => ` ${url}\n`
  expect(await onCallBy({ read: read(''), secret: noSecret })({ events: calendar('Ada Lovelace') }, at('09:00'))).toBe(
    'on call: Ada Lovelace',
  )
  const onCall = onCallBy({ read: read(calendar('Ada Lovelace', 'Grace Hopper')), secret })
  expect(await onCall({ url }, at('09:00'))).toBe('on call: Ada Lovelace, Grace Hopper')
  expect(await onCall({ parameter: '/andon/rota' }, at('07:30'))).toBe('on call: Grace Hopper')
  expect(await onCall({ url }, at('06:00'))).toBe('nobody is on call by the rota')
  expect(asked).toEqual([url, url, url])
})

it.each([
  ['is not found', { read: read('', 404) }, 'calendar.example.com answered 404'],
  ['is no calendar', { read: read('<html>') }, 'it is no calendar'],
  ['does not answer', { read: () => Promise.reject(new Error('it gave no answer')) }, 'it gave no answer'],
  ['is nowhere', { secret: noSecret }, 'put it there'],
  ['has an address that is none', { secret: async () => 'ftp://private-token' }, 'its address is no https: address'],
  ['is at a port', { secret: async () => 'https://example.com:8443/private-token' }, 'address without port, user and'],
  ['wants a user', { secret: async () => 'https://private-token@example.com/' }, 'address without port, user and'],
])('says so where the calendar %s, and never the address', async (_, parts, words) => {
  const onCall = onCallBy({ read: read(''), secret: async () => url, ...parts })
  const said = await onCall({ parameter: '/andon/rota' }, at('09:00'))
  expect(said.startsWith('the rota could not be read (')).toBe(true)
  expect(said).toContain(words)
  expect(said).not.toContain('private-token')
})

it('lets no name be a link, turn the text, or be endless', async () => {
  const hostile = `\u202e https://evil.example <!channel> ${'x'.repeat(500)}`
  const said = await onCallBy({ read: read(''), secret: noSecret })({ events: calendar(hostile) }, at('09:00'))
  expect(said).not.toMatch(/https:\/\/|\u202e/)
  expect(said.length).toBeLessThan(120)
})
