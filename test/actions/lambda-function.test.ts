import { invoke, pauseEventSource, reserveConcurrency } from '../../functions/actions/lambda.ts'
import { aFunction, payload, uuid } from './a-function.ts'

describe('reserve concurrency', () => {
  const action = reserveConcurrency.on({ function: 'checkout', to: 5 })
  const stop = reserveConcurrency.on({ function: 'checkout', to: 0 })

  it('says what it sets, and what there was', async () => {
    const { session, concurrency } = aFunction(7)
    expect(action.title()).toBe('reserve 5 concurrent executions for function checkout')
    expect(stop.title(await stop.look(session))).toBe(
      'stop function checkout: reserve 0 concurrent executions, up to now none reserved',
    )
    concurrency.reserved = 100
    expect(action.title(await action.look(session))).toBe(
      'reserve 5 concurrent executions for function checkout, up to now 100 reserved',
    )
  })

  it('brings back what was reserved before', async () => {
    const { session, concurrency } = aFunction(7)
    concurrency.reserved = 100
    const plan = await stop.look(session)
    expect(await stop.act(session, plan, 'mark')).toBe('checkout is stopped: it may run no execution')
    expect(concurrency.reserved).toBe(0)
    expect(await stop.undo?.(session, plan, 'mark')).toBe(
      'the concurrency of checkout is as it was before: 100 reserved',
    )
    expect(concurrency.reserved).toBe(100)
  })

  it('brings back that nothing was reserved', async () => {
    const { session, concurrency } = aFunction(7)
    const plan = await action.look(session)
    expect(await action.act(session, plan, 'mark')).toBe('checkout may run 5 executions at once')
    expect(await action.undo?.(session, plan, 'mark')).toBe(
      'the concurrency of checkout is as it was before: none reserved',
    )
    expect(concurrency).toEqual({})
  })

  it.each(['act', 'undo'] as const)('leaves alone what somebody changed meanwhile: %s', async (what) => {
    const { session, concurrency, changes } = aFunction(7)
    const plan = await action.look(session)
    concurrency.reserved = 50
    await expect(action[what]?.(session, plan, 'mark')).rejects.toThrow(
      'somebody changed the concurrency of checkout in the meantime (50 reserved), so nothing was changed',
    )
    expect(changes).toEqual([])
  })
})

describe('pause event source', () => {
  const action = pauseEventSource.on({ function: 'checkout', mapping: uuid })

  it('says from where the function is fed, if that has a name', async () => {
    const { session, answers, mapping } = aFunction(7)
    expect(action.title(await action.look(session))).toBe(
      `stop feeding function checkout from orders by mapping ${uuid}`,
    )
    const { EventSourceArn: _, ...selfManaged } = mapping
    answers.GetEventSourceMapping = () => selfManaged as typeof mapping
    expect(action.title(await action.look(session))).toBe(`stop feeding function checkout by mapping ${uuid}`)
  })

  it.each([
    ['act', 'Disabling', 'checkout is no longer fed from orders'],
    ['undo', 'Enabling', 'checkout is fed from orders again'],
  ] as const)('knows its own change while Lambda is still at it: %s', async (what, state, words) => {
    const { session, changes, mapping } = aFunction(7)
    const plan = await action.look(session)
    mapping.State = state
    expect(await action[what]?.(session, plan, 'mark')).toBe(words)
    expect(changes).toEqual([])
  })

  it('takes a mapping without a state for an enabled one', async () => {
    const { session, answers, mapping } = aFunction(7)
    const { State: _, ...without } = mapping
    answers.GetEventSourceMapping = () => without as typeof mapping
    expect(await action.look(session)).toEqual({ source: 'orders' })
  })

  it('disables the mapping, and enables it again', async () => {
    const { session, changes } = aFunction(7)
    const plan = await action.look(session)
    expect(await action.act(session, plan, 'mark')).toBe('checkout is no longer fed from orders')
    expect(await action.undo?.(session, plan, 'mark')).toBe('checkout is fed from orders again')
    expect(changes).toEqual([
      { UUID: uuid, Enabled: false },
      { UUID: uuid, Enabled: true },
    ])
  })

  it.each([
    ['act', 'Enabling'],
    ['undo', 'Disabling'],
  ] as const)('tries again when Lambda takes no change now: %s', async (what, state) => {
    const { session, changes, mapping } = aFunction(7)
    const plan = await action.look(session)
    mapping.State = state
    await expect(action[what]?.(session, plan, 'mark')).rejects.toMatchObject({
      name: 'Error',
      message: `mapping ${uuid} is still ${state.toLowerCase()}, so Lambda takes no change now`,
    })
    expect(changes).toEqual([])
  })
})

it.each(['act', 'undo'] as const)('gives up on a mapping that is being deleted: %s', async (what) => {
  const action = pauseEventSource.on({ function: 'checkout', mapping: uuid })
  const { session, mapping } = aFunction(7)
  const plan = await action.look(session)
  mapping.State = 'Deleting'
  await expect(action[what]?.(session, plan, 'mark')).rejects.toMatchObject({
    name: 'CannotAct',
    message: `mapping ${uuid} is being deleted, so nothing was changed`,
  })
})

describe('invoke', () => {
  const repair = invoke.on({ function: 'checkout', qualifier: 'live', payload: { repair: ['orders'] } })

  it('says with what, in short', () => {
    expect(repair.title()).toBe('invoke function checkout:live with {"repair":["orders"]}')
    expect(repair.title({ version: '7' })).toBe('invoke function checkout:live (version 7) with {"repair":["orders"]}')
    const long = invoke.on({ function: 'checkout', payload: { text: 'x'.repeat(100) } })
    expect(long.title()).toBe('invoke function checkout with the config’s payload (111 characters)')
  })

  it('sends the payload of the config, and tells the answer', async () => {
    const { session, changes } = aFunction(7)
    expect(await repair.act(session, await repair.look(session), 'mark')).toBe('checkout:live answered {"repaired":3}')
    expect(changes).toEqual([
      {
        FunctionName: 'checkout',
        Qualifier: 'live',
        InvocationType: 'RequestResponse',
        Payload: '{"repair":["orders"]}',
      },
    ])
  })

  it('sends an empty object where the config gives none', async () => {
    const { session, changes } = aFunction(7)
    await invoke.on({ function: 'checkout' }).act(session, {}, 'mark')
    expect(changes).toEqual([{ FunctionName: 'checkout', InvocationType: 'RequestResponse', Payload: '{}' }])
  })

  it.each([
    ['as runtimes do', { errorMessage: 'no such\norder', errorType: 'Error' }, 'checkout:live failed: no such order'],
    ['at length', { errorMessage: 'x'.repeat(300) }, `checkout:live failed: ${'x'.repeat(199)}…`],
    ['in a way of its own', ['?'], 'checkout:live failed: ["?"]'],
  ])('tells how the function failed when it says so %s', async (_, answer, words) => {
    const { session, answered } = aFunction(7)
    Object.assign(answered, { FunctionError: 'Unhandled', Payload: payload(answer) })
    await expect(repair.act(session, {}, 'mark')).rejects.toMatchObject({ name: 'CannotAct', message: words })
  })
})
