import { anAndonWith, anIncident } from './an-andon-with.ts'
import { clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'

describe('andon answer', () => {
  it('answers one call, in the name of the user, and says so once it took effect', async () => {
    const there = anAndonWith(anIncident('checkout-1'), anIncident('checkout-2'))
    const { code, said } = await typed('answer checkout-1', there.aws)
    expect(code).toBe(0)
    expect(said).toEqual(['checkout-1: answered, by ada'])
    expect(there.details()).toEqual([{ incident: 'checkout-1', by: 'ada', id: 'one-of-a-kind checkout-1' }])
    expect(there.events[0]).toMatchObject({ EventBusName: 'andon', DetailType: 'Call Answered' })
  })

  it('answers all that is unanswered on a line, each by an answer of its own', async () => {
    const there = anAndonWith(
      anIncident('checkout-1'),
      anIncident('checkout-2', { acknowledgedBy: 'bob' }),
      anIncident('checkout-3', { state: 'working' }),
      anIncident('checkout-4', { state: 'stop' }),
      anIncident('search-1', { line: 'search' }),
    )
    const { said } = await typed(['answer', 'checkout', '--by', 'Grace Hopper'], there.aws)
    expect(said).toEqual(['checkout-4: answered, by Grace Hopper', 'checkout-1: answered, by Grace Hopper'])
    expect(new Set(there.details().map(({ id }) => id)).size).toBe(2)
  })

  it('lists what is open and unanswered when nothing is named, safe to look at', async () => {
    const there = anAndonWith(
      anIncident('checkout-1', { title: 'red \u001b[2Jalert\n' }),
      anIncident('checkout-2', { acknowledgedBy: 'bob' }),
      anIncident('search-1', { line: 'search', state: 'stop' }),
    )
    const { code, said } = await typed('answer', there.aws)
    expect(code).toBe(0)
    expect(said).toEqual([
      'checkout-1  checkout: help since 2026-11-21 08:50 UTC: red alert',
      'search-1  search: stop since 2026-11-21 08:50 UTC: prices look wrong',
    ])
    expect(there.events).toEqual([])
  })

  it.each([
    ['answered', anIncident('checkout-1', { acknowledgedBy: 'bob' }), 'checkout-1: answered, by bob'],
    ['resolved', anIncident('checkout-1', { state: 'resolved' }), 'checkout-1: resolved'],
    [
      'a machine’s',
      anIncident('checkout-1', { state: 'working' }),
      'checkout-1: a machine is working on it, nobody is called',
    ],
  ])('sends nothing for what is %s already', async (_, incident, told) => {
    const there = anAndonWith(incident)
    expect(await typed('answer checkout-1', there.aws)).toMatchObject({ code: 0, said: [told] })
    expect(there.events).toEqual([])
  })

  it('does not say "answered" when nobody took it in', async () => {
    const there = anAndonWith(anIncident('checkout-1'))
    const deaf = clientsFor(there.deafHandlers)
    const { code, said, remarked } = await typed('answer checkout-1', deaf)
    expect({ code, said }).toEqual({ code: 1, said: [] })
    expect(there.events).toHaveLength(1)
    expect(remarked).toContain('had no effect within 10 seconds')
  })

  it('goes by its other name, ack, too', async () => {
    const there = anAndonWith(anIncident('checkout-1'))
    expect(await typed('ack checkout-1', there.aws)).toMatchObject({ code: 0, said: ['checkout-1: answered, by ada'] })
  })

  const many = Array.from({ length: 163 }, (_, nth) => anIncident(`checkout-${nth}`))

  it('answers all 163 that are open on a line, and then says that there is nothing to answer', async () => {
    const there = anAndonWith(...many)
    const { code, said } = await typed('answer checkout', there.aws)
    expect(code).toBe(0)
    expect(new Set(said)).toEqual(new Set(many.map(({ id }) => `${id}: answered, by ada`)))
    expect(new Set(there.details().map(({ incident }) => incident)).size).toBe(163)

    const calm = anAndonWith(...many.map((each) => ({ ...each, acknowledgedBy: 'ada' })))
    expect(await typed('answer checkout', calm.aws)).toMatchObject({ said: ['checkout: nothing to answer'] })
    expect(await typed('answer', calm.aws)).toMatchObject({ said: [], remarked: 'Nothing to answer.' })
  })

  it('says which answers the bus refused, and which had no effect', async () => {
    const there = anAndonWith(...many.slice(0, 12))
    const deafTo = new Set(['checkout-3', 'checkout-11'])
    const fussy = (input: any) => {
      const { Entries } = input
      const isRefused = ({ Detail }: any) => JSON.parse(Detail).incident === 'checkout-7'
      const heard = Entries.filter((each: any) => !isRefused(each) && !deafTo.has(JSON.parse(each.Detail).incident))
      there.handlers['PutEvents']!({ Entries: heard })
      return {
        Entries: Entries.map((each: any) => (isRefused(each) ? { ErrorCode: 'Internal', ErrorMessage: 'later' } : {})),
      }
    }
    const { code, said, remarked } = await typed('answer checkout', clientsFor({ ...there.handlers, PutEvents: fussy }))
    expect(code).toBe(1)
    expect(said).toHaveLength(9)
    expect(remarked).toContain('3 of 12 are not answered.')
    expect(remarked).toContain('checkout-7 (Internal: later): the event bus refused the answer')
    expect(remarked).toContain('checkout-11, checkout-3: the answer was sent, but had no effect within 10 seconds')
  })

  it('says which answers could not be sent any more', async () => {
    const there = anAndonWith(...many.slice(0, 12))
    let calls = 0
    const cutOff = (input: any) => {
      if (++calls > 1) throw new Error('the network is gone')
      return there.handlers['PutEvents']!(input)
    }
    const { code, remarked } = await typed('answer checkout', clientsFor({ ...there.handlers, PutEvents: cutOff }))
    expect(code).toBe(1)
    expect(remarked).toContain('2 of 12 are not answered.')
    expect(remarked).toContain(
      'checkout-8 (the network is gone), checkout-9 (the network is gone): the event bus refused',
    )
  })

  it('does not say that there is nothing to answer while the line counts more than are listed', async () => {
    const [named, ...others] = many.slice(0, 40)
    const there = anAndonWith(named!, ...others)
    there.unlist(...others)
    const { code, said, remarked } = await typed('answer checkout', there.aws)
    // What the line itself names is answered too.
    expect(code).toBe(1)
    expect(said).toHaveLength(20)
    expect(remarked).toContain('checkout: 20 more are unanswered, but not listed yet')

    const listed = await typed('answer', there.aws)
    expect(listed.remarked).toContain('checkout: 20 more are unanswered, but not listed yet')
    expect(listed.remarked).not.toContain('Nothing to answer')
  })

  it('waits for a list that lags behind the line', async () => {
    const there = anAndonWith(...many.slice(0, 40))
    there.unlist(...many.slice(30, 40))
    let looks = 0
    const late = (input: any) => {
      if (++looks === 3) anAndonWith(...many.slice(0, 40)).items.forEach((item, key) => there.items.set(key, item))
      return there.handlers['Query']!(input)
    }
    const { code, said } = await typed('answer checkout', clientsFor({ ...there.handlers, Query: late }))
    expect({ code, answered: said.length }).toEqual({ code: 0, answered: 40 })
  })

  it('leaves out what Andon did not write, says so, and answers the rest', async () => {
    const there = anAndonWith(anIncident('checkout-1'))
    const strange = {
      pk: { S: 'INCIDENT#x' },
      sk: { S: 'INCIDENT' },
      listedIn: { S: 'OPEN#checkout' },
      listedAs: { S: '0' },
    }
    there.items.set('INCIDENT#x INCIDENT', strange)
    const { code, said, remarked } = await typed('answer checkout', there.aws)
    expect({ code, said }).toEqual({ code: 0, said: ['checkout-1: answered, by ada'] })
    expect(remarked).toContain('Left out: INCIDENT#x INCIDENT, which Andon did not write')
  })

  it('knows neither line nor incident of another name', async () => {
    const { code, remarked } = await typed('answer chekout', anAndonWith().aws)
    expect(code).toBe(1)
    expect(remarked).toContain('There is no incident or line chekout (lines: checkout, search)')
  })
})
