import { BatchGetItemCommand, type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { dynamoIncidents } from '../../functions/adapters/dynamo-incidents.ts'
import { fold } from '../../functions/domain/fold.ts'
import type { Incoming } from '../../functions/domain/settle.ts'
import type { Writes } from '../../functions/domain/writes.ts'
import { takeInAll } from '../../functions/usecases/take-in.ts'
import { name, start } from '../../packages/local-cloud/test/dynamodb-over-http.ts'
import { anAlarm, anAnswer, aPull, at } from '../signals.ts'

const nothing = {
  memoryOf: () => undefined,
  incident: () => undefined,
  line: () => undefined,
  demotionOf: () => undefined,
}
const clock = { now: () => at('09:00'), pause: async () => undefined, chance: () => 0 }
const storm = (n: number) => Array.from({ length: n }, (_, nth) => anAlarm({ name: `checkout-${nth}` }))
const writesOf = (batch: readonly Incoming[]): Writes[] =>
  fold(nothing, batch, at('09:00')).flatMap((folded) => (folded.kind === 'settled' ? (folded.writes ?? []) : []))

/** The real client, at the laptop's DynamoDB; says which operations it was asked for. */
async function aTable() {
  const { client } = await start()
  const asked: string[] = []
  const listening = { send: (command: any) => (asked.push(command.constructor.name), client.send(command)) }
  const incidents = dynamoIncidents(listening as DynamoDBClient, name)
  return { client, incidents, asked, takeIn: (...batch: Incoming[]) => takeInAll({ incidents, clock }, batch) }
}

it('reads what is known of a batch at once, then what that names', async () => {
  const { takeIn, asked, incidents } = await aTable()
  await takeIn(...storm(3))
  expect(asked).toEqual(['BatchGetItemCommand', 'TransactWriteItemsCommand'])

  const known = await incidents.lookUp({ keys: storm(3).map(({ key }) => key), lines: ['checkout', 'search'] })
  expect(known.memoryOf(storm(3)[1]!.key)).toMatchObject({ incident: { title: 'checkout-1', state: 'help' } })
  expect([known.line('checkout')?.v, known.line('search')]).toEqual([3, undefined])
  expect(asked.slice(2)).toEqual(['BatchGetItemCommand', 'BatchGetItemCommand'])
})

it('forgets a key some time after nothing is open any more, and never before', async () => {
  const { takeIn, client } = await aTable()
  const expiry = async () => {
    const Key = marshall({ pk: `KEY#${anAlarm().key}`, sk: 'KEY' })
    const { Item } = await client.send(new GetItemCommand({ TableName: name, Key }))
    return Item?.['expires']?.N
  }
  await takeIn(anAlarm())
  expect(await expiry()).toBeUndefined()
  await takeIn(anAlarm({ state: 'no-data', at: at('09:01') }))
  expect(await expiry()).toBeUndefined()
  await takeIn(anAlarm({ state: 'ok', at: at('09:02') }))
  expect(Number(await expiry())).toBe(Date.parse(at('09:02')) / 1000 + 90 * 86_400)
})

it('puts one incident once, however much happens to it, and all of that into its timeline', async () => {
  const { takeIn, incidents } = await aTable()
  const outcomes = await takeIn(aPull(), aPull({ click: 'LONG', at: at('09:01') }))
  expect(outcomes).toMatchObject([{ kind: 'settled' }, { kind: 'settled' }])
  const { incident } = (await incidents.lookUp({ keys: [aPull().key] })).memoryOf(aPull().key)!
  expect(incident).toMatchObject({ state: 'stop', version: 2 })
  expect(await incidents.timelineOf(incident!.id)).toMatchObject([{ kind: 'opened' }, { kind: 'stopped' }])
  expect(await incidents.line('checkout')).toMatchObject({ v: 2, open: { stop: { all: 1 } } })
})

it('gives with an answered incident its line, whatever line its name says', async () => {
  const { takeIn, incidents } = await aTable()
  await takeIn(aPull())
  const { incident } = (await incidents.lookUp({ keys: [aPull().key] })).memoryOf(aPull().key)!
  expect(await takeIn(anAnswer(incident!.id))).toMatchObject([{ settled: { kind: 'change' } }])
  expect(await incidents.line('checkout')).toMatchObject({ open: { help: { all: 1, unacknowledged: 0 } } })
})

describe('what is too much for one transaction', () => {
  it('is cut after 100 items, and each part carries the line as it stands then', async () => {
    const { incidents } = await aTable()
    const parts = incidents.cut(writesOf(storm(70)))
    // Three items an alarm, and the line.
    expect(parts.map(({ length }) => length)).toEqual([33, 33, 4])
    expect(parts.map((part) => part.at(-1)?.line?.after.v)).toEqual([33, 66, 70])
    for (const part of parts) await incidents.save(...part)
    expect(await incidents.line('checkout')).toMatchObject({ v: 70, open: { help: { all: 70 } } })
  })

  it('is cut before it has 4 MB', async () => {
    const { incidents } = await aTable()
    const heavy = storm(30).map((signal) => ({ ...signal, reason: 'x'.repeat(100_000) }))
    const parts = incidents.cut(writesOf(heavy))
    // The incident and its entry hold the reason.
    expect(parts.map(({ length }) => length)).toEqual([20, 10])
  })

  it('is one part when it fits, and none when nothing is written', async () => {
    const { incidents } = await aTable()
    expect(incidents.cut(writesOf(storm(33)))).toHaveLength(1)
    expect(incidents.cut([])).toEqual([])
  })
})

it('is refused alone when an item is too large, and the others are written', async () => {
  const { takeIn, incidents } = await aTable()
  const huge = anAlarm({ name: 'huge', reason: 'x'.repeat(500_000) })
  const endless = anAlarm({ name: 'e'.repeat(3000) })
  const outcomes = await takeIn(...storm(2), huge, endless)
  expect(outcomes).toMatchObject([
    { kind: 'settled' },
    { kind: 'settled' },
    { kind: 'failed', error: { name: 'Refused' } },
    { kind: 'failed', error: { name: 'Refused' } },
  ])
  expect(await incidents.line('checkout')).toMatchObject({ open: { help: { all: 2 } } })
})

it('keeps one item that nobody can read from the others of its batch', async () => {
  const { takeIn, client, incidents } = await aTable()
  const [first, second, third] = storm(3)
  const memory = (signal: Incoming) => ({ pk: { S: `KEY#${'key' in signal && signal.key}` }, sk: { S: 'KEY' } })
  for (const more of [{ at: { S: 'long ago' } }, { starts: { N: '12345678901234567890123' } }]) {
    const Item = { ...memory('at' in more ? first! : second!), ...more }
    await client.send(new PutItemCommand({ TableName: name, Item }))
  }
  const mend = (signal: Incoming) => ({
    message: `the table's item ${memory(signal).pk.S} is not as Andon writes it: mend or delete it`,
  })
  expect(await takeIn(first!, second!, third!)).toMatchObject([
    { kind: 'failed', error: mend(first!) },
    { kind: 'failed', error: mend(second!) },
    { kind: 'settled' },
  ])
  expect(await incidents.line('checkout')).toMatchObject({ open: { help: { all: 1 } } })
})

it('meets a conflict when anything has changed since it was read, and writes nothing then', async () => {
  const { takeIn, incidents } = await aTable()
  const writes = writesOf(storm(2))
  await takeIn(anAlarm({ name: 'checkout-other' }))
  const line = await incidents.line('checkout')
  await expect(incidents.save(...writes)).rejects.toMatchObject({ name: 'Conflict', line })
  expect((await incidents.lookUp({ keys: [storm(1)[0]!.key] })).memoryOf(storm(1)[0]!.key)).toBeUndefined()
})

it('does not say that nothing but the line has changed when more has', async () => {
  const { takeIn, incidents } = await aTable()
  const writes = writesOf(storm(2))
  await takeIn(...storm(1))
  await expect(incidents.save(...writes)).rejects.toMatchObject({ name: 'Conflict', line: undefined })
})

it('asks again for what the table left out', async () => {
  const { client, takeIn } = await aTable()
  await takeIn(...storm(3))
  const asked: number[] = []
  const busy = {
    async send(command: any) {
      if (!(command instanceof BatchGetItemCommand)) return client.send(command)
      const [first, ...others] = command.input.RequestItems![name]!.Keys!
      asked.push(others.length + 1)
      const { Responses } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [name]: { Keys: [first!], ConsistentRead: true } } }),
      )
      const UnprocessedKeys = others.length === 0 ? {} : { [name]: { Keys: others, ConsistentRead: true } }
      return { Responses, UnprocessedKeys }
    },
  }
  const known = await dynamoIncidents(busy as DynamoDBClient, name).lookUp({ keys: storm(3).map(({ key }) => key) })
  expect(storm(3).map(({ key }) => known.memoryOf(key)?.incident?.state)).toEqual(['help', 'help', 'help'])
  expect(asked.slice(0, 3)).toEqual([3, 2, 1])
})

it('does not go on asking a table that gives nothing', async () => {
  const asked: unknown[] = []
  const deaf = {
    send: async ({ input }: any) => (asked.push(input), { Responses: {}, UnprocessedKeys: input.RequestItems }),
  }
  const incidents = dynamoIncidents(deaf as DynamoDBClient, name)
  await expect(incidents.lookUp({ lines: ['checkout'] })).rejects.toThrow(
    'the table is busy: it returned none of 1 items',
  )
  expect(asked).toHaveLength(1)
})
