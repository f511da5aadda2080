import type { Context, SQSRecord } from 'aws-lambda'
import { placesOf } from '../../functions/config/places.ts'
import type { ParsedAlarm, ParsedContributor } from '../../functions/domain/parsed-message.ts'
import { type LinePlace, Unusable } from '../../functions/domain/place.ts'
import { Conflict } from '../../functions/ports.ts'
import config from '../fixtures/andon.config.ts'
import { at, home } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

// What it logs is for operators.
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT'
const { onSignal } = await import('../../functions/handlers/on-signal.ts')

const anAlarmFact = (name: string): ParsedAlarm => ({
  kind: 'alarm',
  name,
  arn: `arn:${name}`,
  state: 'alarm',
  reason: '',
  at: at('09:00'),
  url: '',
  ...home,
  detail: { alarmName: name },
})

/** Bodies are names of alarms; "poison" is none. */
function aHandler({ deaf = false, received = 3 } = {}) {
  const table = aTable()
  const aside: string[][] = []
  const postponed: (string | number)[][] = []
  let places = placesOf(config, home)
  let but: object = {}
  let broken = false
  const handler = onSignal({
    ...table.ports,
    incidents: {
      ...table.ports.incidents,
      async lookUp(wanted) {
        if (broken) throw new Error('the table is busy')
        return table.ports.incidents.lookUp(wanted)
      },
    },
    get places() {
      return places
    },
    deadLetters: {
      async setAside(...what) {
        if (deaf) throw new Error('the queue does not answer')
        aside.push(what)
      },
    },
    postpone: async (receipts, seconds) => void postponed.push([...receipts, seconds]),
    readMessage(body) {
      if (body === 'a bug') throw new TypeError('nobody thought of this')
      if (body === 'poison') throw new Unusable('nobody here understands it')
      return { ...anAlarmFact(body), ...but }
    },
  })
  const take = async (...bodies: string[]) => {
    const answer = await handler({ Records: bodies.map((body) => aRecord(body, received)) }, {} as Context)
    return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
  }
  return {
    ...table,
    take,
    aside,
    postponed,
    /** The next deployment. */
    edit: (change: (line: LinePlace) => LinePlace) => void (places = { ...places, lines: places.lines.map(change) }),
    /** What the next messages say, but for what is usual. */
    facts: (facts: Partial<ParsedAlarm> | Partial<ParsedContributor>) => void (but = facts),
    breakReads: () => void (broken = true),
  }
}
const aRecord = (body: string, received: number) =>
  ({
    body,
    messageId: `message ${body}`,
    receiptHandle: `receipt ${body}`,
    attributes: { ApproximateReceiveCount: String(received) },
  }) as SQSRecord

it('takes a batch in with one reading, and one transaction for each of its lines', async () => {
  const { take, requests, incidents } = aHandler()
  expect(await take('checkout-1', 'search-1', 'checkout-2')).toEqual([])
  expect(requests()).toEqual({ reads: 1, saves: 2 })
  expect(
    incidents()
      .map(({ title }) => title)
      .sort(),
  ).toEqual(['checkout-1', 'checkout-2', 'search-1'])
})

it('sets a poison message aside alone, with the reason', async () => {
  const { take, aside, incidents } = aHandler()
  expect(await take('checkout-1', 'poison', 'checkout-2')).toEqual([])
  expect(aside).toEqual([['poison', 'nobody here understands it']])
  expect(incidents()).toHaveLength(2)
})

it('sets aside at once what no repetition makes readable, whatever is wrong with it', async () => {
  const { take, aside, postponed } = aHandler()
  expect(await take('a bug')).toEqual([])
  expect(aside).toEqual([['a bug', expect.stringContaining('cannot be read (TypeError: nobody thought of this)')]])
  expect(postponed).toEqual([])
})

it('lets a message come again that cannot be set aside, and no other', async () => {
  const { take, incidents } = aHandler({ deaf: true })
  expect(await take('checkout-1', 'poison')).toEqual(['message poison'])
  expect(incidents()).toHaveLength(1)
})

it('lets only the messages of the line come again that could not be written, and not at once', async () => {
  const { take, beforeSave, incidents, postponed, aside } = aHandler()
  beforeSave((writes) => {
    if (writes.some(({ line }) => line?.after.name === 'search')) throw new Conflict('somebody else wrote first')
  })
  expect(await take('checkout-1', 'search-1', 'search-2')).toEqual(['message search-1', 'message search-2'])
  expect(incidents()).toMatchObject([{ title: 'checkout-1' }])
  expect(postponed).toEqual([
    ['receipt search-1', 4],
    ['receipt search-2', 4],
  ])
  expect(aside).toEqual([])
})

it('sets aside what failed as often as its queue delivers it, with what went wrong', async () => {
  const { take, beforeSave, aside, postponed } = aHandler({ received: 10 })
  beforeSave(() => {
    throw new Error('the table is busy')
  })
  expect(await take('checkout-1')).toEqual([])
  expect(aside).toEqual([['checkout-1', 'the table is busy (tried 10 times)']])
  expect(postponed).toEqual([])
})

describe('an alarm that no line takes', () => {
  it('costs one reading for all of a batch, and is ignored', async () => {
    const { take, requests } = aHandler()
    expect(await take('of no line', 'of none either')).toEqual([])
    expect(requests()).toEqual({ reads: 1, saves: 0 })
  })

  /** The pattern of the line was edited while something was open. */
  const afterAnEdit = async (name = 'checkout-1') => {
    const there = aHandler()
    await there.take(name)
    there.edit((line) => ({ ...line, takes: () => false }))
    return there
  }

  it('resolves what is open for it', async () => {
    const { take, incidents, line, facts } = await afterAnEdit()
    facts({ state: 'ok', at: at('09:07') })
    expect(await take('checkout-1', 'checkout-2')).toEqual([])
    expect(incidents()).toMatchObject([{ line: 'checkout', state: 'resolved', resolvedBy: 'the alarm' }])
    expect(line('checkout')).toMatchObject({ open: { help: { all: 0 } } })
  })

  it('opens nothing anew, once that is resolved', async () => {
    const { take, incidents, facts } = await afterAnEdit()
    facts({ state: 'ok', at: at('09:07') })
    await take('checkout-1')
    facts({ state: 'alarm', at: at('09:08') })
    await take('checkout-1')
    expect(incidents()).toMatchObject([{ state: 'resolved' }])
  })

  it('tells of its contributors in what is open', async () => {
    const { take, said, facts } = await afterAnEdit()
    const ofOne = { kind: 'contributor', contributor: 'c1', name: 'shop=1', at: at('09:02') } as const
    facts(ofOne)
    await take('checkout-1')
    expect(said().at(-1)).toMatch('shop=1 is in ALARM too')
  })

  it('resolves it where its line is gone from the config, too', async () => {
    const { take, incidents, edit, facts } = await afterAnEdit()
    edit((line) => ({ ...line, name: `another-${line.name}`, takes: () => false }))
    facts({ state: 'ok', at: at('09:07') })
    await take('checkout-1')
    expect(incidents()).toMatchObject([{ line: 'checkout', state: 'resolved' }])
  })

  it('comes again when the table cannot be read, and keeps no other from being taken in', async () => {
    const { take, incidents, breakReads, facts } = await afterAnEdit()
    facts({ state: 'ok', at: at('09:07') })
    breakReads()
    expect(await take('checkout-1')).toEqual(['message checkout-1'])
    expect(incidents()).toMatchObject([{ state: 'help' }])
  })
})
