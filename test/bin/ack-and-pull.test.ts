import { marshall } from '@aws-sdk/util-dynamodb'
import type { Incident } from '../../functions/domain/incident.ts'
import { newLine } from '../../functions/domain/line.ts'
import { at } from '../signals.ts'
import { anAndon, clientsFor } from './fake-aws.ts'
import { typed } from './typed.ts'

const anIncident = (id: string, but: Partial<Incident> = {}): Incident => ({
  id,
  key: `cord ${id}`,
  line: 'checkout',
  state: 'help',
  title: 'prices look wrong',
  reason: '',
  openedAt: at('08:50'),
  version: 1,
  tried: [],
  ...but,
})

/** A deployed Andon with these incidents, where an answer is taken in as soon as it is on the bus. */
function withOpen(...incidents: Incident[]) {
  const there = anAndon()
  const keep = (key: object, item: object) =>
    there.items.set(Object.values(key).join(' '), marshall({ ...key, ...item }, { removeUndefinedValues: true }))
  const write = (incident: Incident) => keep({ pk: `INCIDENT#${incident.id}`, sk: 'INCIDENT' }, incident)
  incidents.forEach(write)
  for (const line of new Set(incidents.map((each) => each.line))) {
    const reasons = incidents
      .filter((each) => each.line === line)
      .map(({ id, title, state, openedAt }) => ({ incident: id, title, state, openedAt }))
    keep({ pk: `LINE#${line}`, sk: 'LINE' }, { ...newLine(line, at('06:00')), reasons })
  }
  const putEvents = (input: any) => {
    const { incident, by } = JSON.parse(input.Entries[0].Detail)
    const answered = incidents.find(({ id }) => id === incident)
    if (answered) write({ ...answered, acknowledgedBy: by })
    return there.handlers['PutEvents']!(input)
  }
  const details = () => there.events.map(({ Detail }) => JSON.parse(Detail))
  return { ...there, aws: clientsFor({ ...there.handlers, PutEvents: putEvents }), details }
}

describe('andon ack', () => {
  it('answers one call, as whoever sits there, and says so once it is taken in', async () => {
    const there = withOpen(anIncident('checkout-1'), anIncident('checkout-2'))
    const { code, said } = await typed('ack checkout-1', there.aws)
    expect(code).toBe(0)
    expect(said).toEqual(['checkout-1: answered, by ada'])
    expect(there.details()).toEqual([{ incident: 'checkout-1', by: 'ada', id: 'one-of-a-kind checkout-1' }])
    expect(there.events[0]).toMatchObject({ EventBusName: 'andon', DetailType: 'Call Answered' })
  })

  it('answers all that is unanswered on a line, each by an answer of its own', async () => {
    const there = withOpen(
      anIncident('checkout-1'),
      anIncident('checkout-2', { acknowledgedBy: 'bob' }),
      anIncident('checkout-3', { state: 'working' }),
      anIncident('checkout-4', { state: 'stop' }),
      anIncident('search-1', { line: 'search' }),
    )
    const { said } = await typed(['ack', 'checkout', '--by', 'Grace Hopper'], there.aws)
    expect(said).toEqual(['checkout-1: answered, by Grace Hopper', 'checkout-4: answered, by Grace Hopper'])
    expect(new Set(there.details().map(({ id }) => id)).size).toBe(2)
  })

  it('lists what is open and unanswered when nothing is named, safe to look at', async () => {
    const there = withOpen(
      anIncident('checkout-1', { title: 'red \u001b[2Jalert\n' }),
      anIncident('checkout-2', { acknowledgedBy: 'bob' }),
      anIncident('search-1', { line: 'search', state: 'stop' }),
    )
    const { code, said } = await typed('ack', there.aws)
    expect(code).toBe(0)
    expect(said).toEqual([
      'checkout-1  checkout: help since 2026-11-21 08:50 UTC: red alert',
      'search-1  search: stop since 2026-11-21 08:50 UTC: prices look wrong',
    ])
    expect(there.events).toEqual([])
  })

  it.each([
    ['answered', anIncident('checkout-1', { acknowledgedBy: 'bob' }), 'checkout-1: answered, by bob'],
    ['resolved', anIncident('checkout-1', { state: 'resolved' }), 'checkout-1: is resolved'],
    ['a machine’s', anIncident('checkout-1', { state: 'working' }), 'checkout-1: nobody is called, a machine is at it'],
  ])('sends nothing for what is %s already', async (_, incident, told) => {
    const there = withOpen(incident)
    expect(await typed('ack checkout-1', there.aws)).toMatchObject({ code: 0, said: [told] })
    expect(there.events).toEqual([])
  })

  it('does not say "answered" when nobody took it in', async () => {
    const there = withOpen(anIncident('checkout-1'))
    const deaf = clientsFor(there.handlers)
    const { code, said, remarked } = await typed('ack checkout-1', deaf)
    expect({ code, said }).toEqual({ code: 1, said: [] })
    expect(there.events).toHaveLength(1)
    expect(remarked).toContain('after 10 seconds it is not taken in')
  })

  it('knows neither line nor incident of another name', async () => {
    const { code, remarked } = await typed('ack chekout', withOpen().aws)
    expect(code).toBe(1)
    expect(remarked).toContain('There is no incident and no line chekout (lines: checkout, search)')
  })
})

describe('andon pull', () => {
  it.each([
    ['pull checkout', 'SINGLE', 'help is called for'],
    ['pull checkout --long', 'LONG', 'the line is to be stopped'],
    ['pull checkout --double', 'DOUBLE', 'what was pulled before is said to be resolved'],
  ])('%s', async (line, click, told) => {
    const there = anAndon()
    const { code, said } = await typed(line, there.aws)
    expect(code).toBe(0)
    expect(said).toEqual([`checkout: pulled by ada, ${told}`])
    expect(there.events[0]).toMatchObject({ EventBusName: 'andon', DetailType: 'Cord Pulled' })
    expect(JSON.parse(there.events[0].Detail)).toEqual({ line: 'checkout', click, by: 'ada', id: 'one-of-a-kind' })
  })

  it('says what is wrong, for those who come', async () => {
    const there = anAndon()
    await typed(['pull', 'checkout', '--reason', 'prices look wrong'], there.aws)
    expect(JSON.parse(there.events[0].Detail)).toMatchObject({ reason: 'prices look wrong' })
  })

  it('pulls nothing on a line that there is not', async () => {
    const there = anAndon()
    const { code, remarked } = await typed('pull chekout', there.aws)
    expect(code).toBe(1)
    expect(remarked).toContain('There is no line chekout (there are: checkout, search)')
    expect(there.events).toEqual([])
  })

  it('does not say that it was pulled when the bus refused it', async () => {
    const there = anAndon()
    const refused = () => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'later' }] })
    const { code, said, remarked } = await typed('pull checkout', clientsFor({ ...there.handlers, PutEvents: refused }))
    expect({ code, said }).toEqual({ code: 1, said: [] })
    expect(remarked).toContain('refused it (InternalFailure: later)')
  })
})
