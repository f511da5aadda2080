import type { Incident } from '../../functions/domain/incident.ts'
import { changed, resolved } from '../../functions/domain/incident-changes.ts'
import { calledAgain } from '../../functions/domain/pull-changes.ts'
import { opened } from '../../functions/domain/incident-opened.ts'
import type { Cloud } from '@andon/local-cloud'
import { incidentsIn } from '../../laptop/incidents-in.ts'
import { theTable } from '../adapters/the-table.ts'
import { anAlarm, aPull, at } from '../signals.ts'

let table: ReturnType<typeof theTable>
let said: string[]
let waits: { functionName: string; execution: string; name: string; until: number }[] = []
beforeEach(() => {
  table = theTable()
  waits = []
  said = []
})
afterEach(() => {
  import.meta.jest.restoreAllMocks()
  table.close()
})

/** As much of the cloud as is looked at. */
const incidents = () =>
  incidentsIn({
    database: table.database,
    lambda: { waits: () => waits },
    log: (_: string, line: string) => said.push(line),
    template: { ofType: () => [{ ref: table.name }] },
  } as unknown as Cloud)

async function open(name: string, time = '09:00') {
  const change = opened(anAlarm({ name, at: at(time) }), 'help', 'people are called')
  await table.incidents.save({ change })
  return change.after
}
async function answer(incident: Incident) {
  const change = changed(incident, { acknowledgedBy: 'ada' }, 'acknowledged', at('09:01'), 'ada answers the call')
  await table.incidents.save({ change })
  return change.after
}

it('shows all incidents, open or not, newest first, each with its timeline and what is waited for', async () => {
  const all = incidents()
  const first = await answer(await open('first', '09:00'))
  const second = await open('second', '09:05')
  await table.incidents.save({ change: resolved(first, at('09:07'), 'the alarm') })
  const wait = (functionName: string, { id }: Incident, time: string) => ({
    functionName,
    execution: `${id}-1`,
    name: 'wait for an answer',
    until: Date.parse(at(time)),
  })
  // The first is over, and a machine that tried to help with the second sleeps on.
  waits = [
    wait('andon-escalate', first, '09:10'),
    wait('andon-run-playbook', second, '09:08'),
    wait('andon-escalate', second, '09:10'),
  ]

  const [newer, older] = await all()
  expect(newer).toMatchObject({
    title: 'second',
    state: 'help',
    waitsUntil: at('09:10'),
    timeline: [{ kind: 'opened' }],
  })
  expect(older).not.toHaveProperty('waitsUntil')
  expect(older).toMatchObject({
    title: 'first',
    state: 'resolved',
    timeline: [
      { kind: 'opened', at: at('09:00'), text: 'people are called' },
      { kind: 'acknowledged', at: at('09:01'), text: 'ada answers the call' },
      { kind: 'resolved', at: at('09:07'), text: 'resolved by the alarm' },
    ],
  })
})

it('shows until when a call may be answered that was made anew, not until when the one before', async () => {
  const all = incidents()
  const answered = await answer(await open('first'))
  await table.incidents.save({ change: calledAgain(answered, aPull({ at: at('09:03') })) })
  const run = (version: number, time: string) => ({
    functionName: 'andon-escalate',
    execution: `${answered.id}-${version}`,
    name: 'wait for an answer',
    until: Date.parse(at(time)),
  })
  waits = [run(1, '09:05'), run(3, '09:08')]
  expect(await all()).toMatchObject([{ title: 'first', waitsUntil: at('09:08') }])
  // Of an escalation that only calls the next level, nobody need be warned.
  waits = [{ ...run(3, '09:06'), name: 'wait before the next level' }, run(3, '09:08')]
  expect(await all()).toMatchObject([{ title: 'first', waitsUntil: at('09:08') }])
})

it('looks no further at what has not changed', async () => {
  const all = incidents()
  const opened = []
  for (let nth = 0; nth < 300; nth++) opened.push(await open(`alarm-${nth}`))
  expect(await all()).toHaveLength(300)

  const changedOne = await answer(opened[7]!)
  const calls = import.meta.jest.spyOn(table.database.api, 'call')
  const found = await all()
  expect(found.find(({ id }) => id === changedOne.id)).toMatchObject({ acknowledgedBy: 'ada', timeline: { length: 2 } })
  const asked = calls.mock.calls.map(([operation]) => operation)
  expect(asked.filter((operation) => operation !== 'Scan').toSorted()).toEqual(['GetItem', 'Query'])
  expect(calls.mock.calls.every(([operation, input]) => operation !== 'Scan' || input['IndexName'] === 'listed')).toBe(
    true,
  )
})

it('leaves out what Andon did not write, and says so once', async () => {
  const all = incidents()
  const { id: ours } = await open('ours')
  await table.put({ pk: 'INCIDENT#x', sk: 'INCIDENT', title: 'never listed' })
  await table.put({ pk: 'INCIDENT#y', sk: 'INCIDENT', listedIn: 'OPEN#checkout', listedAs: '0', state: 'on fire' })
  await table.put({ pk: `INCIDENT#${ours}`, sk: 'ENTRY#000009', text: 'no entry of ours' })

  for (const _look of [1, 2, 3]) expect((await all()).map(({ id }) => id)).toEqual([ours])
  expect(said).toEqual([expect.stringContaining('skipped the item INCIDENT#y INCIDENT')])
})
