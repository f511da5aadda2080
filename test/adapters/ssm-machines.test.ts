import type { SSMClient } from '@aws-sdk/client-ssm'
import { ssmMachines } from '../../functions/adapters/ssm-machines.ts'

/** Parameters as they are, or an error; and how often they were asked for. */
function reading(answer: Record<string, string> | Error) {
  let asked = 0
  let now = 0
  const client = {
    send: async ({ input }: { input: { Names: string[] } }) => {
      asked++
      if (answer instanceof Error) throw answer
      return { Parameters: input.Names.flatMap((Name) => (answer[Name] ? [{ Name, Value: answer[Name] }] : [])) }
    },
  }
  const read = ssmMachines(client as unknown as SSMClient, () => now)
  return { read, asked: () => asked, pass: (ms: number) => void (now += ms) }
}

it.each<[string, Record<string, string>, object]>([
  ['nobody has ever stopped them', {}, { kind: 'run' }],
  ['they were let go on', { '/andon/machines': 'run', '/andon/machines/checkout': 'run' }, { kind: 'run' }],
  [
    'somebody stopped them all',
    { '/andon/machines': 'by ada' },
    { kind: 'stopped', because: 'the machines are stopped: by ada' },
  ],
  [
    'somebody stopped those of the line',
    { '/andon/machines': 'run', '/andon/machines/checkout': 'by ada: sale' },
    { kind: 'stopped', because: 'the machines are stopped: by ada: sale' },
  ],
  ['somebody stopped those of another line', { '/andon/machines/search': 'by ada' }, { kind: 'run' }],
])('tells that %s', async (_, parameters, answer) => {
  expect(await reading(parameters).read('checkout')).toEqual(answer)
})

it('tells that it cannot be read, and asks again at once', async () => {
  const { read, asked } = reading(new Error('AccessDenied'))
  expect(await read('checkout')).toEqual({
    kind: 'unknown',
    because: '/andon/machines and /andon/machines/checkout cannot be read: Error: AccessDenied',
  })
  await read('checkout')
  expect(asked()).toBe(2)
})

it('believes an answer for half a minute, line by line', async () => {
  const { read, asked, pass } = reading({})
  await read('checkout')
  pass(29_999)
  await read('checkout')
  expect(asked()).toBe(1)
  await read('search')
  pass(1)
  await read('checkout')
  expect(asked()).toBe(3)
})
