import { connectTo } from '../../bin/aws.ts'
import { andon as runCommand } from '../../bin/program.ts'
import { dynamoIncidents } from '../../functions/adapters/dynamo-incidents.ts'
import { instant } from '../../functions/domain/instant.ts'
import type { Incidents } from '../../functions/ports.ts'
import { takeInAll } from '../../functions/usecases/take-in.ts'
import { anAlarm } from '../signals.ts'
import { type Andon, startAndon } from './andon.ts'

let andon: Andon
beforeEach(async () => (andon = await startAndon()))
afterEach(() => andon.stop())

const many = Array.from({ length: 163 }, (_, nth) => `search-${String(nth).padStart(3, '0')}`)
const connected = () => connectTo({ laptop: true, endpoint: andon.cloud.endpoint.url })
const openOnes = async () => (await andon.incidents()).filter(({ state }) => state !== 'resolved')

/** Brings the changes of alarms into the table, as on-signal does, in its batches: that they come through is told elsewhere. */
async function bringIn(incidents: Incidents, names: readonly string[], state: 'alarm' | 'ok') {
  const now = () => instant(andon.clock.now())
  const hour = state === 'alarm' ? 9 : 10
  const changes = names.map((name, nth) =>
    anAlarm({ name, line: 'search', at: instant(Date.UTC(2026, 10, 21, hour, 0, nth)), state }),
  )
  for (let at = 0; at < changes.length; at += 10) {
    const ports = { incidents, clock: { now, pause: async () => undefined, chance: () => 0 } }
    const outcomes = await takeInAll(ports, changes.slice(at, at + 10))
    expect(outcomes.filter(({ kind }) => kind !== 'settled')).toEqual([])
  }
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
  await bringIn(incidents, many, 'alarm')

  const { code, said, remarked } = await typed('answer', 'search')
  expect({ code, remarked }).toEqual({ code: 0, remarked: '' })
  expect(said).toHaveLength(many.length)
  expect((await openOnes()).every(({ acknowledgedBy }) => acknowledgedBy === 'ada')).toBe(true)
  expect(await typed('answer', 'search')).toMatchObject({ code: 0, said: ['search: nothing to answer'] })
  expect(await typed('answer')).toMatchObject({ code: 0, said: [], remarked: 'Nothing to answer.' })

  // Far more than the line's item remembers.
  const left = many.slice(-3)
  await bringIn(incidents, many.slice(0, -3), 'ok')
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
