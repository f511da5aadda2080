import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../src/store.ts'

it('gives back what was put, in the order of the keys, by prefix', () => {
  const numbers = openStore().collection<number>('numbers')
  for (const [key, value] of [
    ['b/2', 2],
    ['a/1', 1],
    ['b/ä', 3],
    ['c', 4],
  ] as const)
    numbers.put(key, value)
  expect(numbers.entries()).toEqual([
    ['a/1', 1],
    ['b/2', 2],
    ['b/ä', 3],
    ['c', 4],
  ])
  expect(numbers.entries('b/')).toEqual([
    ['b/2', 2],
    ['b/ä', 3],
  ])
  numbers.delete('b/2')
  expect(numbers.get('b/2')).toBeUndefined()
  expect(numbers.entries('b/')).toEqual([['b/ä', 3]])
})

it('keeps collections apart', () => {
  const store = openStore()
  store.collection('a').put('key', 1)
  store.collection('b').clear()
  expect(store.collection('b').entries()).toEqual([])
  expect(store.collection('a').get('key')).toBe(1)
})

it('keeps all that is written together, or nothing of it', () => {
  const store = openStore()
  const kept = store.collection<number>('kept')
  expect(() =>
    store.together(() => {
      kept.put('outer', 1)
      store.together(() => kept.put('inner', 2))
      throw new Error('killed here')
    }),
  ).toThrow('killed here')
  expect(kept.entries()).toEqual([])
  expect(store.together(() => kept.put('after', 3))).toBeUndefined()
  expect(kept.get('after')).toBe(3)
})

it('is there again when it is opened again', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'andon-store-')), 'state.sqlite')
  const before = openStore(file)
  before.collection('kept').put('key', { a: ['ä'] })
  before.close()
  expect(openStore(file).collection('kept').get('key')).toEqual({ a: ['ä'] })
})

it('is not shared: two clouds on one state would each undo the other', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'andon-store-')), 'state.sqlite')
  const one = openStore(file)
  expect(() => openStore(file)).toThrow(/Another process has .*state.sqlite open.*a file of its own/)
  one.close()
  expect(() => openStore(file)).not.toThrow()
})
