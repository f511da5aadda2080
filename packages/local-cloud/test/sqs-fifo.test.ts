import fc from 'fast-check'
import { ordered, start } from './sqs-over-http.ts'

describe('a FIFO queue', () => {
  const send = (queues: ReturnType<typeof start>['queues'], body: string, groupId = 'g') =>
    queues.send(ordered, body, { groupId })

  it('holds a group back while one of it is in flight, and no other group', async () => {
    const { queues, bodies } = start()
    send(queues, 'a1', 'a')
    send(queues, 'a2', 'a')
    const [first] = queues.receive(ordered, 1)
    send(queues, 'b1', 'b')
    expect(bodies(ordered)).toEqual(['b1'])

    let told = 0
    queues.onVisible(ordered, () => told++)
    await Promise.resolve()
    const before = told
    queues.delete(ordered, first!.receiptHandle)
    await Promise.resolve()
    expect(told).toBe(before + 1)
    expect(bodies(ordered)).toEqual(['a2'])
  })

  it('keeps the order when the first of a group comes back', () => {
    const { queues, clock, bodies } = start()
    send(queues, '1')
    send(queues, '2')
    queues.receive(ordered, 1)
    clock.move(30_000)
    expect(bodies(ordered)).toEqual(['1', '2'])
  })

  it('takes a repeated message once within 5 minutes, also when it is deleted already', () => {
    const { queues, clock, bodies } = start()
    send(queues, 'x')
    queues.delete(ordered, queues.receive(ordered, 1)[0]!.receiptHandle)
    clock.move(299_999)
    send(queues, 'x')
    expect(bodies(ordered)).toEqual([])
    clock.move(1)
    send(queues, 'x')
    expect(bodies(ordered)).toEqual(['x'])
  })

  it('never lets a group overtake itself, whatever is received, deleted, put off and waited for', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('send' as const), group: fc.constantFrom('a', 'b') }),
      fc.record({ kind: fc.constant('receive' as const), max: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ kind: fc.constantFrom('delete' as const, 'put off' as const), which: fc.nat(5) }),
      fc.record({ kind: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const { queues, clock } = start()
        const deleted: Record<string, number[]> = { a: [], b: [] }
        let flying: { receiptHandle: string; body: string }[] = []
        let count = 0
        for (const each of steps) {
          if (each.kind === 'send') send(queues, `${each.group} ${++count}`, each.group)
          if (each.kind === 'receive') flying.push(...queues.receive(ordered, each.max))
          if (each.kind === 'wait') {
            clock.move(each.seconds * 1000)
            flying = []
          }
          // A receiver works through a group from its first message on.
          const one = each.kind === 'delete' || each.kind === 'put off' ? flying[each.which] : undefined
          if (one === undefined) continue
          const [group = '', number] = one.body.split(' ')
          if (flying.find(({ body }) => body.startsWith(group)) !== one) continue
          if (each.kind === 'put off') {
            queues.changeVisibility(ordered, one.receiptHandle, 10)
            flying = flying.filter(({ body }) => !body.startsWith(group))
          } else {
            queues.delete(ordered, one.receiptHandle)
            flying = flying.filter((other) => other !== one)
            deleted[group]?.push(Number(number))
          }
        }
        for (const numbers of Object.values(deleted)) {
          expect(numbers).toEqual(numbers.toSorted((x, y) => x - y))
        }
      }),
    )
  })
})
