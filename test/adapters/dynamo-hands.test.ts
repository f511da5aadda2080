import type { Deed } from '../../functions/domain/hands.ts'
import { at } from '../signals.ts'
import { theTable } from './the-table.ts'

const table = theTable()
afterAll(() => table.close())

const aDeed = (resource: string, mark: string): Deed => ({
  mark,
  incident: `incident ${mark}`,
  playbook: 'restart-checkout',
  resource,
  at: at('09:00'),
  until: at('09:05'),
})
const marksAt = async (resource: string, line: string) => {
  const hands = await table.hands.of(resource, line, 'restart')
  return { resource: hands.resource.all.map(({ mark }) => mark), line: hands.line.all.map(({ mark }) => mark) }
}

it('keeps each act at its resource and at its line', async () => {
  await table.hands.add(await table.hands.of('a', 'shop', 'restart'), aDeed('a', '1'), 'shop')
  await table.hands.add(await table.hands.of('b', 'shop', 'restart'), aDeed('b', '2'), 'shop')
  expect(await marksAt('a', 'shop')).toEqual({ resource: ['1'], line: ['1', '2'] })
  expect((await table.hands.of('a', 'shop', 'restart')).resource.all).toEqual([aDeed('a', '1')])
})

it.each([
  ['the same resource, from another line', { resource: 'c', line: 'other' }],
  ['the same line, at another resource', { resource: 'd', line: 'till' }],
])('lets one of two machines act on %s that looked at the same moment', async (_, other) => {
  const mine = { resource: 'c', line: 'till' }
  const [before, theirs] = [
    await table.hands.of(mine.resource, mine.line, 'restart'),
    await table.hands.of(other.resource, other.line, 'restart'),
  ]
  const mark = `${other.line}-${other.resource}`
  await table.hands.add(before, aDeed(mine.resource, mark), mine.line)
  const late = table.hands.add(theirs, aDeed(other.resource, `${mark} late`), other.line)
  await expect(late).rejects.toThrow(/ConditionalCheckFailed/)
  const { resource, line } = await marksAt(other.resource, other.line)
  expect([...resource, ...line]).not.toContain(`${mark} late`)
})

it('does not take an item that it cannot read for a machine that did nothing', async () => {
  await table.put({ pk: 'HANDS-ON#e', sk: 'HANDS', v: 1, all: 'nothing' })
  await expect(table.hands.of('e', 'shop', 'restart')).rejects.toThrow(/all/)
})
