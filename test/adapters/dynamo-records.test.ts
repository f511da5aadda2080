import { marshall } from '@aws-sdk/util-dynamodb'
import { toTableChange } from '../../functions/adapters/dynamo-changes.ts'
import { entryRecord, incidentRecord, lineRecord, memoryRecord } from '../../functions/adapters/dynamo-records.ts'
import { entryKinds } from '../../functions/domain/incident.ts'
import { aTry } from '../a-try.ts'

// As the first version wrote them.
const incident = {
  id: 'checkout-20261121090003-1k3vbq2',
  key: 'alarm x',
  line: 'checkout',
  state: 'help',
  title: 'checkout-5xx',
  reason: '',
  openedAt: '2026-11-21T09:00:03.127Z',
  version: 2,
  tried: [],
}
const entry = { kind: 'changed', at: '2026-11-21T09:00:03.127Z', text: 'people are called: x', incident }
const none = { all: 0, unacknowledged: 0 }
const line = {
  name: 'checkout',
  epoch: '2026-11-21T08:00:00.000Z',
  v: 7,
  at: '2026-11-21T09:00:03.127Z',
  open: { stop: none, approval: none, help: { all: 1, unacknowledged: 1 }, working: none },
  reasons: [],
  alarms: [],
  flooded: false,
}

it('reads what an earlier version wrote', () => {
  expect(entryRecord.parse(entry)).toEqual(entry)
  expect(lineRecord.parse(line)).toEqual({ ...line, held: [] })
})

it('reads what an earlier version remembered of a key', () => {
  const memory = { at: entry.at, signal: `${entry.at} alarm`, incident: incident.id, starts: [] }
  expect(memoryRecord.parse(memory)).toEqual({ ...memory, openings: [] })
})

it('reads what an earlier version tried, which it wrote down in words only', () => {
  const attempt = { title: 'redeploy checkout', startedAt: entry.at, failed: false }
  expect(incidentRecord.parse({ ...incident, tried: [attempt] }).tried).toEqual([
    { ...attempt, action: 'unknown', input: {} },
  ])
  expect(incidentRecord.parse({ ...incident, tried: [aTry()] }).tried).toEqual([aTry()])
})

it.each(entryKinds)('reads back an entry of the kind %s', (kind) => {
  expect(entryRecord.parse({ ...entry, kind })).toEqual({ ...entry, kind })
})

it('reads from the stream a line that an earlier version wrote last', () => {
  const image = (more: object) => marshall({ pk: 'LINE#checkout', sk: 'LINE', ...line, ...more })
  const held = [{ incident: incident.id, callback: 'callback' }]
  expect(
    toTableChange({ eventName: 'MODIFY', dynamodb: { OldImage: image({}), NewImage: image({ v: 8, held }) } }),
  ).toMatchObject({ kind: 'line', before: { v: 7, held: [] }, after: { v: 8, held } })
})

it('reads back what a playbook waits for', () => {
  const held = [
    { incident: incident.id, callback: 'callback' },
    { incident: 'other', callback: 'other', until: 'decision' },
    { incident: 'third', callback: 'third', until: 'decided' },
  ]
  expect(lineRecord.parse({ ...line, held }).held).toEqual(held)
})
