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
const read = async (resource: string, line: string, group?: string) => {
  const { hands } = await table.hands.of([line], {
    playbook: 'restart',
    resource,
    ...(group !== undefined && { group }),
  })
  return hands!
}
const marksAt = async (resource: string, line: string) => {
  const hands = await read(resource, line)
  return { resource: hands.resource.all.map(({ mark }) => mark), line: hands.line.all.map(({ mark }) => mark) }
}

it('keeps each act at its resource and at its line', async () => {
  await table.hands.add(await read('a', 'shop'), aDeed('a', '1'), { line: 'shop' })
  await table.hands.add(await read('b', 'shop'), aDeed('b', '2'), { line: 'shop' })
  expect(await marksAt('a', 'shop')).toEqual({ resource: ['1'], line: ['1', '2'] })
  expect((await read('a', 'shop')).resource.all).toEqual([aDeed('a', '1')])
})

it('keeps at its group which members it acted on, and nowhere else', async () => {
  const group = { name: 'web', size: 5, members: ['i-1', 'i-2'] }
  await table.hands.add(await read('i-1', 'web', 'web'), aDeed('i-1', 'g'), { line: 'web', group })
  const { group: inGroup, resource, line } = await read('i-3', 'other', 'web')
  expect(inGroup?.all).toEqual([{ ...aDeed('i-1', 'g'), members: ['i-1', 'i-2'] }])
  expect([resource.all, line.all]).toEqual([[], []])
  expect((await read('i-1', 'web')).line.all).toEqual([aDeed('i-1', 'g')])
})

it.each([
  ['the same resource, from another line', { resource: 'c', line: 'other', members: undefined }],
  ['the same line, at another resource', { resource: 'd', line: 'till', members: undefined }],
  ['the same group, at another resource and line', { resource: 'd', line: 'other', members: ['d'] }],
])('lets one of two machines act on %s that looked at the same moment', async (_, other) => {
  const mine = { resource: 'c', line: 'till' }
  const [before, theirs] = [
    await read(mine.resource, mine.line, 'group'),
    await read(other.resource, other.line, 'group'),
  ]
  const mark = `${other.line}-${other.resource}`
  const group = { name: 'group', members: ['c'] }
  await table.hands.add(before, aDeed(mine.resource, mark), { line: mine.line, group })
  const { resource: on, line: at, members } = other
  const late = table.hands.add(theirs, aDeed(on, `${mark} late`), {
    line: at,
    ...(members && { group: { ...group, members } }),
  })
  await expect(late).rejects.toThrow(/ConditionalCheckFailed/)
  const { resource, line } = await marksAt(other.resource, other.line)
  expect([...resource, ...line]).not.toContain(`${mark} late`)
})

it('does not take an item that it cannot read for a machine that did nothing', async () => {
  for (const kind of ['ON', 'IN']) await table.put({ pk: `HANDS-${kind}#e`, sk: 'HANDS', v: 1, all: 'nothing' })
  await expect(read('e', 'shop')).rejects.toThrow(/all/)
  await expect(read('f', 'shop', 'e')).rejects.toThrow(/all/)
})
