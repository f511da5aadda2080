import { connectTo } from '../../bin/aws.ts'
import { andon as runCommand } from '../../bin/program.ts'
import { dynamoIncidents } from '../../functions/adapters/dynamo-incidents.ts'
import { instant } from '../../functions/domain/instant.ts'
import type { Incidents } from '../../functions/ports.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm } from '../signals.ts'
import { type Andon, startAndon } from './andon.ts'

let andon: Andon
beforeEach(async () => (andon = await startAndon()))
afterEach(() => andon.stop())

const many = Array.from({ length: 163 }, (_, nth) => `search-${String(nth).padStart(3, '0')}`)
const connected = () => connectTo({ laptop: true, endpoint: andon.cloud.endpoint.url })
const openOnes = async () => (await andon.incidents()).filter(({ state }) => state !== 'resolved')

/** Brings an alarm's change into the table, as on-signal does: that alarms come through is told elsewhere. */
async function bringIn(incidents: Incidents, nth: number, state: 'alarm' | 'ok') {
  const now = () => instant(andon.clock.now())
  const at = instant(Date.UTC(2026, 10, 21, state === 'alarm' ? 9 : 10, 0, nth))
  const signal = anAlarm({ name: many[nth]!, line: 'search', at, state })
  await takeIn({ incidents, clock: { now, pause: async () => undefined, chance: () => 0 } }, signal)
}

/** Types a command as ada, whose pauses last until somebody has written into the table. */
async function typed(...args: string[]) {
  const { cloud, clock } = andon
  const [table] = cloud.template.ofType('AWS::DynamoDB::GlobalTable')
  const said: string[] = []
  const remarked: string[] = []
  const code = await runCommand(args, {
    connect: connected,
    terminal: {
      say: (line) => void said.push(line),
      remark: (line) => void remarked.push(line),
      good: (text) => text,
      bad: (text) => text,
      ask: undefined,
    },
    clock: {
      now: () => instant(clock.now()),
      pause: () =>
        new Promise((resolve) => {
          const stop = cloud.database.onStreamGrew(table!.attributes['StreamArn']!, () => (stop(), resolve()))
        }),
      chance: () => 0,
    },
    user: 'ada',
    newId: () => 'one-of-a-kind',
  })
  return { code, said, remarked: remarked.join('\n') }
}

it('answers 163 open incidents by one command, and goes on naming what is open while they are resolved', async () => {
  const incidents = dynamoIncidents(connected().table, 'andon')
  for (const nth of many.keys()) await bringIn(incidents, nth, 'alarm')

  const { code, said, remarked } = await typed('answer', 'search')
  expect({ code, remarked }).toEqual({ code: 0, remarked: '' })
  expect(said).toHaveLength(many.length)
  expect((await openOnes()).every(({ acknowledgedBy }) => acknowledgedBy === 'ada')).toBe(true)
  expect(await typed('answer', 'search')).toMatchObject({ code: 0, said: ['search: nothing to answer'] })
  expect(await typed('answer')).toMatchObject({ code: 0, said: [], remarked: 'Nothing to answer.' })

  // Far more than the line's item remembers.
  const left = many.slice(-3)
  for (const nth of many.slice(0, -3).keys()) await bringIn(incidents, nth, 'ok')
  const named = () =>
    andon
      .commands('desk-2')
      .at(-1)!
      .reasons.map(({ title }) => title)
  await andon.until(() => named().length === left.length)
  expect(named()).toEqual(left)
  expect(andon.cloud.roleCheck.denied()).toEqual([])
  expect(andon.deadLetters()).toEqual([])
})
