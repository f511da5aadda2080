import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compilePattern } from '@andon/event-pattern'
import { z } from 'zod'
import { describedAlarm } from '../../functions/adapters/cloudwatch-described-alarm.ts'
import { place, type Places, Unusable } from '../../functions/domain/place.ts'
import { readMessage } from '../../functions/sources/read-message.ts'
import { sources } from '../../functions/sources/sources.ts'
import { takeInAll } from '../../functions/usecases/take-in.ts'
import { Refused } from '../../laptop/doors/door-reply.ts'
import { putEvents } from '../../laptop/doors/events.ts'
import { FakeLaptop } from '../laptop/doors-fake-laptop.ts'
import { at } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

const root = join(import.meta.dirname, '../..')
const shared = join(root, '../shared')
const ours = 'functions/sources/cloudwatch-alarm/examples'
/** What each came to. `ANDON_WRITE_EVENTS=yes npm test -- real-events` writes it anew; then read what has changed. */
const table = join(root, 'test/fixtures/real-events.json')

/** One line takes every alarm: whose they are is not the question here. */
const places: Places = {
  lines: [{ name: 'all', takes: () => true, playbooks: [] }],
  platform: 'all',
  home: { account: '123456789012', region: 'us-east-1' },
  cords: [],
}
const rules = Object.values(sources).flatMap(({ rule }) =>
  rule.kind === 'event' && rule.bus === 'default' ? [compilePattern(rule.pattern)] : [],
)

/** In words, from the laptop's door to the table. */
async function whatBecomesOf(text: string): Promise<string> {
  const given: unknown = JSON.parse(text)
  const answer = recorded.safeParse(given)
  if (answer.success) return asAnswered(answer.data.data)
  const laptop = new FakeLaptop()
  try {
    putEvents(laptop, given)
  } catch (error) {
    if (error instanceof Refused) return `refused at the door: ${error.message.split(';')[0]}`
    throw error
  }
  const [[, event] = []] = laptop.done
  return rules.some((takes) => takes(event)) ? settled(JSON.stringify(event)) : 'no rule takes it'
}

/** An answer of CloudWatch, as a recorder of Python's SDK has kept it. */
const alarms = z.array(z.record(z.string(), z.unknown())).default([])
const recorded = z.object({ data: z.object({ MetricAlarms: alarms, CompositeAlarms: alarms }) })

function asAnswered({ MetricAlarms, CompositeAlarms }: z.output<typeof recorded>['data']): string {
  const times = z.object({ year: z.number(), month: z.number(), day: z.number(), hour: z.number(), minute: z.number() })
  const revived = (alarm: object) =>
    Object.fromEntries(
      Object.entries(alarm).map(([name, value]) => {
        const { success, data } = times.safeParse(value)
        return [name, success ? new Date(Date.UTC(data.year, data.month - 1, data.day, data.hour, data.minute)) : value]
      }),
    )
  const described = [...MetricAlarms, ...CompositeAlarms].map((alarm) => describedAlarm(revived(alarm)))
  const said = described.map((alarm) =>
    alarm === undefined ? 'one that cannot be read' : `${alarm.name}: ${alarm.state}`,
  )
  return `an answer of CloudWatch: ${said.join(', ') || 'no alarm'}`
}

async function settled(body: string): Promise<string> {
  const { ports } = aTable()
  try {
    const message = readMessage(body, at('09:00'))
    if (message.kind === 'nothing') return `ignored: ${message.because}`
    for (const outcome of await takeInAll(ports, place(places, message))) {
      if (outcome.kind === 'failed') throw outcome.error
      if (outcome.settled.kind !== 'change') return `ignored: ${outcome.settled.because}`
      const { after, entry } = outcome.settled.change
      return `${after.state}: ${after.title}: ${entry.text}`
    }
    return 'ignored: of no line'
  } catch (error) {
    if (error instanceof Unusable) return `set aside: ${error.message}`
    throw error
  }
}

async function expectAsInTheTable(folder: string, pattern: string): Promise<void> {
  const names = globSync(pattern, { cwd: folder }).sort()
  expect(names).not.toEqual([])
  const became: Record<string, string> = {}
  for (const name of names) became[name] = await whatBecomesOf(readFileSync(join(folder, name), 'utf8'))
  const known = JSON.parse(readFileSync(table, 'utf8'))
  if (process.env['ANDON_WRITE_EVENTS'] === 'yes') {
    return writeFileSync(table, `${JSON.stringify({ ...known, ...became }, undefined, 2)}\n`)
  }
  expect(became).toEqual(Object.fromEntries(names.map((name) => [name, known[name]])))
}

it('each of our own examples comes to what the table says', () => expectAsInTheTable(root, `${ours}/*.json`))

if (!existsSync(shared)) console.info('skipped: real AWS events are not beside this checkout (../shared)')
else {
  it.each(['events/**/*.json', 'cases/*.json'])('each real event of %s comes to what the table says', (pattern) =>
    expectAsInTheTable(shared, pattern),
  )
}
