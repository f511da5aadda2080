import { marshall } from '@aws-sdk/util-dynamodb'
import { toTableChange } from '../../functions/adapters/dynamo-changes.ts'
import { lineKey } from '../../functions/adapters/dynamo-keys.ts'
import { newLine } from '../../functions/domain/line.ts'
import { at } from '../signals.ts'

const line = newLine('checkout', at('09:00'))
const written = (after: Record<string, unknown>, before?: Record<string, unknown>) => ({
  eventName: before ? 'MODIFY' : 'INSERT',
  dynamodb: { NewImage: marshall(after), ...(before && { OldImage: marshall(before) }) },
})

it('reads a line, as it was and as it is', () => {
  const after = { ...line, v: 1 }
  const record = written({ ...lineKey('checkout'), ...after }, { ...lineKey('checkout'), ...line })
  expect(toTableChange(record)).toEqual({ kind: 'line', before: line, after })
})

it('passes on a good line although the image before it is broken', () => {
  const record = written({ ...lineKey('checkout'), ...line }, { ...lineKey('checkout'), v: 'seven' })
  expect(toTableChange(record)).toEqual({ kind: 'line', before: undefined, after: line })
})

it.each([
  ['an entry of something else', written({ pk: 'x', sk: 'ENTRY#1', hello: 'world' })],
  ['a line without anything', written({ pk: 'LINE#x', sk: 'LINE' })],
  [
    'a number too large for us',
    {
      eventName: 'INSERT',
      dynamodb: { NewImage: { pk: { S: 'x' }, sk: { S: 'LINE' }, n: { N: '12345678901234567890' } } },
    },
  ],
  ['an unknown type', { eventName: 'INSERT', dynamodb: { NewImage: { sk: { Q: 'LINE' } } } }],
  ['no record at all', { hello: 'world' }],
])('finds %s unreadable, and says why', (_, record) => {
  expect(toTableChange(record)).toEqual({
    kind: 'unreadable',
    because: expect.stringMatching(/^an item that Andon did not write: ./),
  })
})

it('passes on nothing of other items', () => {
  expect(toTableChange(written({ pk: 'KEY#x', sk: 'KEY' }))).toEqual({ kind: 'other' })
})
