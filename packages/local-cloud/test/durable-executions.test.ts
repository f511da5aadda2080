import { callbackIdOf } from '../src/services/lambda/durable-executions/record.ts'
import { FunctionFailed } from '../src/services/lambda/functions.ts'
import { anEngine, done, known, pending, wait } from './durable-executions-engine.ts'
import { closeAll } from './lambda-fixture.ts'

afterEach(closeAll)

describe('a checkpoint', () => {
  it('takes each token once, and answers a repeated request as it did before', async () => {
    const { start, activity, ended } = anEngine((event, durable, arn) => {
      const first = durable.checkpoint(arn, event.CheckpointToken, [wait(9)], 'request-1')
      expect(durable.checkpoint(arn, event.CheckpointToken, [wait(9)], 'request-1')).toEqual(first)
      expect(() => durable.checkpoint(arn, event.CheckpointToken, [], 'request-2')).toThrow('Invalid checkpoint token')
      durable.checkpoint(arn, first.token, [])
      return done
    })
    start()
    await activity.idle()
    expect(ended).toMatchObject([{ status: 'SUCCEEDED', result: '"done"' }])
  })

  it('is refused from an invocation that has been superseded, and from one whose execution is over', async () => {
    const tokens: string[] = []
    const { start, engine, activity } = anEngine((event) => {
      tokens.push(event.CheckpointToken)
      if (tokens.length === 1) throw new FunctionFailed('Sandbox.Timedout', 'too slow')
      expect(() => engine.checkpoint(arn, tokens[0]!, [wait(9)])).toThrow('Invalid checkpoint token')
      return done
    })
    const { arn } = start()
    await activity.idle()
    expect(engine.get(arn).status).toBe('SUCCEEDED')
    expect(() => engine.checkpoint(arn, tokens[1]!, [wait(9)])).toThrow('Invalid checkpoint token')
    expect(engine.get(arn).operations).toHaveLength(1)
  })

  it('leaves no trace when one of its updates does not fit', async () => {
    const { start, engine, activity } = anEngine((event, durable, arn) => {
      const misfit = { Id: 'x', Type: 'CHAINED_INVOKE', Action: 'START' } as const
      expect(() => durable.checkpoint(arn, event.CheckpointToken, [wait(9), misfit])).toThrow(/does not model/)
      return done
    })
    const { arn } = start()
    await activity.idle()
    expect(engine.get(arn).operations.map(({ type }) => type)).toEqual(['EXECUTION'])
  })
})

describe('an invocation that comes to no orderly end', () => {
  it('is made again at once, then ever later, and after ten in a row the execution has failed', async () => {
    const { start, clock, activity, ended, events } = anEngine(() => {
      throw new FunctionFailed('Runtime.ExitError', 'killed')
    })
    start()
    for (const seconds of [1, 2, 4, 8, 16, 30, 30, 30]) await clock.pass(seconds * 1000)
    await activity.idle()
    expect(events).toHaveLength(10)
    expect(ended).toMatchObject([
      { status: 'FAILED', error: { ErrorType: 'Runtime.ExitError', ErrorMessage: 'killed' } },
    ])
  })

  it.each([
    ['an answer that is none', 7],
    ['a pause with nothing to wait for', pending],
  ])('also by %s', async (_, answer) => {
    let invocations = 0
    const { start, activity, ended } = anEngine(() => (++invocations === 1 ? answer : done))
    start()
    await activity.idle()
    expect(ended).toMatchObject([{ status: 'SUCCEEDED', invocations: 2 }])
  })
})

it('lets the handler look again when something settled just as it paused', async () => {
  const { start, clock, activity, ended, events } = anEngine((event, durable, arn) => {
    if (known(event, 'w')?.Status === 'SUCCEEDED') return done
    durable.checkpoint(arn, event.CheckpointToken, [wait(1)])
    clock.move(1000)
    return pending
  })
  start()
  await activity.idle()
  expect(events).toHaveLength(2)
  expect(ended).toMatchObject([{ status: 'SUCCEEDED' }])
})

it.each(['nonsense', callbackIdOf('arn:aws:lambda:eu-central-1:000000000000:function:a:1/durable-execution/b/c', 'd')])(
  'refuses an answer to a callback that is not open',
  (id) => {
    const { engine } = anEngine(() => done)
    expect(() => engine.answerCallback(id, { result: '' })).toThrow(/callback/)
  },
)
