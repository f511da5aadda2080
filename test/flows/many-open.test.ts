import { connectTo } from '../../bin/aws.ts'
import { andon as runCommand } from '../../bin/program.ts'
import { instant } from '../../functions/domain/instant.ts'
import { type Andon, startAndon } from './andon.ts'

let andon: Andon
beforeEach(async () => (andon = await startAndon()))
afterEach(() => andon.stop())

const many = Array.from({ length: 163 }, (_, nth) => `search-${String(nth).padStart(3, '0')}`)
const openOnes = async () => (await andon.incidents()).filter(({ state }) => state !== 'resolved')

/** Types a command as ada, whose pauses last until somebody has written into the table. */
async function typed(...args: string[]) {
  const { cloud, clock } = andon
  const [table] = cloud.template.ofType('AWS::DynamoDB::GlobalTable')
  const said: string[] = []
  const remarked: string[] = []
  const code = await runCommand(args, {
    connect: () => connectTo({ laptop: true, endpoint: cloud.endpoint.url }),
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
  for (const name of many) andon.alarm(name, 'ALARM')
  await andon.until(async () => (await openOnes()).length === many.length)

  const { code, said, remarked } = await typed('answer', 'search')
  expect({ code, remarked }).toEqual({ code: 0, remarked: '' })
  expect(said).toHaveLength(many.length)
  expect((await openOnes()).every(({ acknowledgedBy }) => acknowledgedBy === 'ada')).toBe(true)
  expect(await typed('answer', 'search')).toMatchObject({ code: 0, said: ['search: nothing is unanswered'] })
  expect(await typed('answer')).toMatchObject({ code: 0, said: [], remarked: 'Nothing is unanswered.' })

  // Far more than the line's item remembers.
  const [left, cleared] = [many.slice(-3), many.slice(0, -3)]
  for (const name of cleared) andon.alarm(name, 'OK')
  await andon.until(async () => (await openOnes()).length === left.length)
  const named = () =>
    andon
      .commands('desk-2')
      .at(-1)!
      .reasons.map(({ title }) => title)
  await andon.until(() => named().length === left.length)
  expect(named().toSorted()).toEqual(left)
  expect(andon.cloud.guard.denied()).toEqual([])
  expect(andon.deadLetters()).toEqual([])
}, 120_000)
