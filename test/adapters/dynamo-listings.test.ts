import type { Incident } from '../../functions/domain/incident.ts'
import { changed, resolved } from '../../functions/domain/incident-changes.ts'
import { stopped } from '../../functions/domain/pull-changes.ts'
import { opened } from '../../functions/domain/incident-opened.ts'
import { type Instant, instant } from '../../functions/domain/instant.ts'
import { anAlarm, aPull, at } from '../signals.ts'
import { theTable } from './the-table.ts'

let table: ReturnType<typeof theTable>
beforeEach(() => void (table = theTable()))
afterEach(() => table.close())

async function open(name: string, when: Instant = at('09:00'), more: Parameters<typeof anAlarm>[0] = {}) {
  const change = opened(anAlarm({ name, at: when, ...more }), 'help', 'people are called')
  await table.incidents.save({ change })
  return change.after
}
async function resolve(incident: Incident, when: Instant) {
  const change = resolved(incident, when, 'the alarm')
  await table.incidents.save({ change })
  return change.after
}
const titles = (incidents: readonly { readonly title: string }[]) => incidents.map(({ title }) => title)

describe('what is open on a line', () => {
  it('is listed most urgent first, and then by how long it is open', async () => {
    await open('late', at('09:05'))
    await open('early', at('09:01'))
    const worst = await open('worst', at('09:09'))
    await table.incidents.save({ change: stopped(worst, aPull({ click: 'LONG', at: at('09:10'), by: 'ada' })) })
    await open('elsewhere', at('09:00'), { line: 'search' })

    expect(titles(await table.listings.openOn('checkout'))).toEqual(['worst', 'early', 'late'])
    expect(titles(await table.listings.openOn('checkout', 2))).toEqual(['worst', 'early'])
    expect(await table.listings.openOn('platform')).toEqual([])
  })

  it('is told with all that a list shows', async () => {
    const incident = await open('a', at('09:00'), { url: 'https://example.com/a' })
    const answer = { acknowledgedBy: 'ada', acknowledgedAt: at('09:01'), held: 'the line is stopped' }
    const change = changed(incident, answer, 'acknowledged', at('09:01'), 'ada answers the call')
    await table.incidents.save({ change })
    const { reason: _, tried: __, account: ___, region: ____, ...shown } = change.after
    expect(await table.listings.openOn('checkout')).toEqual([shown])
  })

  it('is all of it, however many pages that takes', async () => {
    const long = 'x'.repeat(9_000)
    const names = Array.from({ length: 150 }, (_, nth) => `${String(nth).padStart(3, '0')} ${long}`)
    for (const [nth, name] of names.entries()) await open(name, instant(Date.UTC(2026, 10, 21, 9, 0, nth)))
    expect(titles(await table.listings.openOn('checkout'))).toEqual(names)
  })
})

describe('what was resolved', () => {
  it('is listed by its day in UTC, the last first, and is open no more', async () => {
    await resolve(await open('first'), at('09:10'))
    await resolve(await open('last'), at('23:59:59'))
    await resolve(await open('next day'), instant(Date.UTC(2026, 10, 22)))

    expect(titles(await table.listings.resolvedOn('2026-11-21'))).toEqual(['last', 'first'])
    expect(titles(await table.listings.resolvedOn('2026-11-22'))).toEqual(['next day'])
    expect(await table.listings.openOn('checkout')).toEqual([])
  })
})

describe('the index', () => {
  it('holds nothing but incidents', async () => {
    const before = table.units().read
    await open('a')
    await table.put({ pk: 'LINE#checkout', sk: 'LINE', title: 'no line of ours' })
    await table.put({ pk: 'INCIDENT#x', sk: 'INCIDENT', title: 'nor an incident' })
    expect(titles(await table.listings.openOn('checkout'))).toEqual(['a'])
    expect(table.leftOut).toEqual([])
    expect(table.units().read - before).toBeLessThanOrEqual(1)
  })

  it('leaves out an item that Andon did not write, and says which', async () => {
    await open('a')
    await table.put({ pk: 'INCIDENT#x', sk: 'INCIDENT', listedIn: 'OPEN#checkout', listedAs: '0', state: 'on fire' })
    expect(titles(await table.listings.openOn('checkout'))).toEqual(['a'])
    expect(table.leftOut).toEqual([expect.stringMatching(/^INCIDENT#x INCIDENT: .*state/s)])
  })
})

it('reads a whole timeline, however many pages that takes', async () => {
  let incident = await open('a')
  const texts = Array.from({ length: 40 }, (_, nth) => `${nth} ${'x'.repeat(40_000)}`)
  for (const text of texts) {
    const change = changed(incident, {}, 'changed', at('09:01'), text)
    await table.incidents.save({ change })
    incident = change.after
  }
  const timeline = await table.incidents.timelineOf(incident.id)
  expect(timeline.map(({ text }) => text)).toEqual(['people are called', ...texts])
})
