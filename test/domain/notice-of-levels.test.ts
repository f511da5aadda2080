import { type EscalationSoFar, type Incident, type Entry } from '../../functions/domain/incident.ts'
import { levelCalled } from '../../functions/domain/incident-changes.ts'
import { opened } from '../../functions/domain/incident-opened.ts'
import { type IncidentNews, type Notice, type Recipient, whatToTell } from '../../functions/domain/notice.ts'
import { anAlarm, at } from '../signals.ts'

const start = opened(anAlarm(), 'help', 'people are called')
const so: EscalationSoFar = { call: 1, told: 1 }
const level = levelCalled(start.after, so, { tell: 'pager', text: 'level 1: pager is called' }, at('09:05'))
const timeline = [start.entry, level.entry]
const news = (version: number, now: Partial<Incident> = {}, more: readonly Entry[] = []): IncidentNews => ({
  kind: 'incident',
  incident: { ...level.after, ...now },
  timeline: [...timeline, ...more],
  version,
})
const pager: Recipient = { channel: 'pager', onlyLevels: true }
const nothing = (because: string) => ({ kind: 'nothing', because })

it('calls a channel of levels when its level is called, and no sooner; others are not called for that', () => {
  expect(whatToTell('call', undefined, news(1), pager)).toEqual(nothing('no-call'))
  expect(whatToTell('call', undefined, news(2), pager)).toMatchObject({
    kind: 'call',
    isLevel: true,
    call: { state: 'help', version: 2, text: 'level 1: pager is called' },
  })
  const everyCall: Recipient = { channel: 'sns:checkout', onlyLevels: false }
  expect(whatToTell('call', undefined, news(1), everyCall)).toMatchObject({ kind: 'call', isLevel: false })
  expect(whatToTell('call', undefined, news(2), everyCall)).toEqual(nothing('no-call'))
})

it('calls a level that comes late as things stand by then, and not to what was answered', () => {
  expect(whatToTell('call', undefined, news(2, { state: 'stop', version: 3 }), pager)).toMatchObject({
    kind: 'call',
    call: { state: 'stop' },
  })
  for (const now of [{ acknowledgedBy: 'ada', answer: 'a' }, { answer: 'a' }, { state: 'resolved' }] as const) {
    expect(whatToTell('call', undefined, news(2, now), pager)).toEqual(nothing('no-longer-wanted'))
  }
})

it('calls nobody to what is of low severity within the quiet hours', () => {
  const quiet = [{ zone: 'UTC', from: '08:00', to: '10:00' }]
  const recipient = { channel: 'sns:checkout', onlyLevels: false, quiet }
  const low = { severity: 'low' } as const
  expect(whatToTell('call', undefined, news(1, low), recipient)).toEqual(nothing('quiet-hours'))
  expect(whatToTell('page', undefined, news(1, low), recipient)).toEqual(nothing('quiet-hours'))
  expect(whatToTell('call', undefined, news(1), recipient)).toMatchObject({ kind: 'call' })
  const later = [{ ...quiet[0]!, from: '09:01' }]
  expect(whatToTell('call', undefined, news(1, low), { ...recipient, quiet: later })).toMatchObject({ kind: 'call' })
})

describe('a pager', () => {
  const { id } = start.after
  const paged = (is: 'triggered' | 'acknowledged' | 'resolved', version = 2): Notice => ({
    kind: 'paged',
    is,
    key: id,
    version,
  })
  const answered = { acknowledgedBy: 'ada', answer: 'a', version: 3 }

  it('is triggered, told of the answer, and of the end, by one key', () => {
    expect(whatToTell('page', undefined, news(2), pager)).toMatchObject({ kind: 'call', key: id })
    expect(whatToTell('page', paged('triggered'), news(3, answered), pager)).toMatchObject({
      kind: 'acknowledge',
      key: id,
    })
    const over = news(4, { state: 'resolved', version: 4 })
    expect(whatToTell('page', paged('acknowledged', 3), over, pager)).toMatchObject({ kind: 'resolve', key: id })
    expect(whatToTell('page', paged('resolved', 3), over, pager)).toEqual(nothing('nobody-paged'))
  })

  it('is told nothing of what it was never called to', () => {
    expect(whatToTell('page', undefined, news(3, answered), pager)).toEqual(nothing('nobody-paged'))
    expect(whatToTell('page', undefined, news(4, { state: 'resolved', version: 4 }), pager)).toEqual(
      nothing('nobody-paged'),
    )
    expect(whatToTell('page', paged('triggered', 5), news(4), pager)).toEqual(nothing('already-told'))
  })

  it('gets another alert for a new call after an answer', () => {
    const again = levelCalled(
      { ...level.after, answer: 'a', version: 4 },
      so,
      { tell: 'pager', text: 'again' },
      at('09:10'),
    )
    const now = { ...again.after }
    expect(whatToTell('page', paged('acknowledged', 3), news(5, now, [again.entry]), pager)).toMatchObject({
      kind: 'call',
      key: `${id}/5`,
      instead: id,
    })
    // Told late, or again: more has happened meanwhile, and it is the same alert.
    const later = { ...now, version: 9 }
    expect(whatToTell('page', paged('acknowledged', 3), news(5, later, [again.entry]), pager)).toMatchObject({
      key: `${id}/5`,
    })
    expect(whatToTell('page', paged('triggered', 3), news(5, now, [again.entry]), pager)).toMatchObject({ key: id })
  })
})
