import { handsInMemory, quiet } from './hands-in-memory.ts'
import { hold } from '../../functions/usecases/hold.ts'
import { linesNow } from '../../functions/usecases/lines-now.ts'
import { project } from '../../functions/usecases/project.ts'
import { reassert } from '../../functions/usecases/reassert.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, aPull, at, restartCheckout } from '../signals.ts'
import { aProjector, Denied } from './a-projector.ts'

const denied = new Denied('not authorized to perform: lambda:SendDurableExecutionCallbackSuccess')
const away = new Error('the service is out of order')
const inSearch = { line: 'search', name: 'search-latency' }

/** A line that is stopped, with a playbook that waits for it; all of that is told. */
async function aHeldPlaybook() {
  const there = aProjector()
  const { ports } = there
  await takeIn(ports, aPull({ click: 'LONG' }))
  const opened = await takeIn(ports, anAlarm({ playbook: restartCheckout }))
  if (opened.kind !== 'change') throw new Error('expected a change')
  await hold(
    { ...ports, hands: handsInMemory((name) => ports.incidents.line(name)), ...quiet },
    opened.change.after.id,
    'its callback',
  )
  await there.settle()
  there.made.length = 0
  return {
    ...there,
    id: opened.change.after.id,
    clear: () => takeIn(ports, aPull({ click: 'DOUBLE', at: at('09:05') })),
  }
}

describe('a playbook that is denied its going on', () => {
  it('becomes a call for people, who read why; nobody else waits, and no lamp is told that a machine is working on it', async () => {
    const { ports, fail, clear, settle, shown, made, letters, table, id } = await aHeldPlaybook()
    fail('release', denied)
    await clear()
    await takeIn(ports, anAlarm(inSearch))
    await settle()

    expect(table.incidents().find((incident) => incident.id === id)).toMatchObject({ state: 'help' })
    expect(table.said().at(-1)).toBe(
      'people are called: the playbook restart-checkout could not go on: AccessDeniedException: ' +
        'not authorized to perform: lambda:SendDurableExecutionCallbackSuccess',
    )
    expect(made).toEqual(
      expect.arrayContaining([
        'escalate: search, help',
        'escalate: checkout, help',
        'notice: search, 1',
        'notice: checkout, 3',
      ]),
    )
    expect(shown('desk-2').at(-1)).toBe('help')
    const afterHelp = shown('desk-1').slice(shown('desk-1').indexOf('help'))
    expect(new Set(afterHelp)).toEqual(new Set(['help']))
    // Set aside once, whatever else happens on the line.
    await takeIn(ports, anAlarm({ name: 'checkout-cpu', at: at('09:06') }))
    await settle()
    expect(letters).toEqual([
      {
        projection: { kind: 'release', callback: 'its callback', incident: id },
        reason: expect.stringMatching(/tried once/),
      },
    ])
  })

  it('is no call when its incident was resolved meanwhile: nothing stands still', async () => {
    const { ports, fail, settle, letters, table } = await aHeldPlaybook()
    fail('release', denied)
    await takeIn(ports, anAlarm({ state: 'ok', at: at('09:05') }))
    await settle()
    expect(table.incidents().map(({ state }) => state)).toEqual(['stop', 'resolved'])
    expect(letters).toEqual([])
  })
})

describe('a playbook that cannot start', () => {
  it('is a call for people at once when it never will', async () => {
    const { ports, fail, settle, table, letters, shown } = aProjector()
    fail('start', denied)
    await takeIn(ports, anAlarm({ playbook: restartCheckout }))
    await settle()
    expect(table.incidents()).toMatchObject([{ state: 'help' }])
    expect(table.said().at(-1)).toMatch(
      /^people are called: the playbook restart-checkout could not start: AccessDenied/,
    )
    expect(shown('desk-1')).toEqual(['working', 'help'])
    expect(letters).toMatchObject([{ projection: { kind: 'start', playbook: 'restart-checkout' } }])
  })

  it('is tried again by itself, and nobody hears of it, when it may pass', async () => {
    const { ports, fail, mend, passOn, retryOnce, queue, letters, made, table } = aProjector()
    fail('start', away)
    await takeIn(ports, anAlarm({ playbook: restartCheckout }))
    expect(await passOn()).toMatchObject([{ kind: 'tried-later', because: 'Error: the service is out of order' }])
    await retryOnce()
    await retryOnce()
    expect(queue).toMatchObject([{ tries: 3, seconds: 20 }])
    mend('start')
    await retryOnce()
    expect(made.at(-1)).toBe('start: restart-checkout')
    expect([queue, letters]).toEqual([[], []])
    expect(table.incidents()).toMatchObject([{ state: 'working' }])
  })

  it('is a call for people within three minutes when it does not pass', async () => {
    const { ports, fail, passOn, retryOnce, queue, letters, table } = aProjector()
    fail('start', away)
    await takeIn(ports, anAlarm({ playbook: restartCheckout }))
    await passOn()
    let waited = 0
    while (queue.length > 0) {
      waited += queue[0]!.seconds
      await retryOnce()
    }
    expect(waited).toBeLessThan(180)
    expect(table.incidents()).toMatchObject([{ state: 'help' }])
    expect(letters).toMatchObject([{ reason: 'Error: the service is out of order (tried 6 times)' }])
  })

  it('is tried on while not even people can be called, for nothing else says that nobody is at it', async () => {
    const { ports, fail, passOn, retryOnce, queue, letters, table } = aProjector()
    fail('start', away)
    await takeIn(ports, anAlarm({ playbook: restartCheckout }))
    await passOn()
    table.beforeSave(() => Promise.reject(new Error('the table is away')))
    for (let nth = 0; nth < 8; nth++) await retryOnce()
    expect([queue.length, letters]).toEqual([1, []])
    table.beforeSave(() => undefined)
    await retryOnce()
    expect(table.incidents()).toMatchObject([{ state: 'help' }])
    expect(letters).toMatchObject([{ reason: expect.stringContaining('(tried 10 times)') }])
  })

  it('is a call all the same when it cannot even be tried later', async () => {
    const { ports, fail, settle, table, letters } = aProjector()
    fail('start', away)
    fail('retries', new Error('the queue is gone'))
    await takeIn(ports, anAlarm({ playbook: restartCheckout }))
    await settle()
    expect(table.incidents()).toMatchObject([{ state: 'help' }])
    expect(letters).toMatchObject([
      { reason: expect.stringContaining('it could not be kept for later: Error: the queue is gone') },
    ])
  })
})

it('rejects, so that the batch comes again, only when something can neither be made nor kept', async () => {
  const { ports, fail, passOn, made } = aProjector()
  for (const kind of ['events', 'retries', 'letters'] as const) fail(kind, away)
  await takeIn(ports, anAlarm())
  await expect(passOn()).rejects.toThrow('1 of 5 projections could neither be made nor set aside')
  expect(made).toEqual(['escalate: checkout, help', 'notice: checkout, 1'])
})

it('tries the events again that a throttled bus refused, and only these', async () => {
  const { ports, refuse, passOn, retryOnce, queue, made } = aProjector()
  refuse((events) => ({ entries: events.slice(1), because: 'ThrottlingException: slow down' }))
  await takeIn(ports, anAlarm())
  await takeIn(ports, anAlarm({ ...inSearch }))
  await passOn()
  expect(queue).toMatchObject([{ projection: { kind: 'events', events: [{ detail: { line: 'search' } }] }, tries: 1 }])
  refuse(() => undefined)
  await retryOnce()
  expect(made.filter((one) => one.startsWith('bus'))).toEqual([
    'bus: Incident Opened of checkout',
    'bus: Incident Opened of search',
  ])
})

describe('a light that may not be told', () => {
  it('is set aside; the other lights do not care', async () => {
    const { ports, fail, settle, letters, shown } = aProjector()
    fail('light', denied, (light) => light === 'desk-1')
    await takeIn(ports, anAlarm())
    await settle()
    expect(letters).toMatchObject([{ projection: { kind: 'light', light: 'desk-1' } }])
    expect(shown('wall')).toEqual(['help'])
  })

  it('does not set aside what on-minute repeats anyway', async () => {
    const { ports, fail, settle, letters, queue } = aProjector()
    await reassert(ports, 'checkout', at('09:00'))
    await settle()
    fail('light', denied)
    for (const minute of ['09:02', '09:04', '09:06']) await reassert(ports, 'checkout', at(minute))
    await settle()
    expect([letters, queue]).toEqual([[], []])
  })
})

describe('a call for people', () => {
  const calls = (made: readonly string[]) => made.filter((one) => one.startsWith('escalate'))

  it('is waited for where the line says how long, and only while it is a call for help', async () => {
    const { ports, settle, made } = aProjector()
    await takeIn(ports, anAlarm())
    await takeIn(ports, aPull({ click: 'LONG' }))
    await settle()
    expect(calls(made)).toEqual(['escalate: checkout, help'])
  })

  it('starts nothing that would have nothing to wait for', async () => {
    const there = aProjector()
    const ports = { ...there.ports, lines: { checkout: { channels: [] } } }
    const signal = await takeIn(ports, anAlarm())
    if (signal.kind !== 'change') throw new Error('expected a change')
    await project(ports, { lines: [], entries: [signal.change.entry] }, linesNow(ports))
    expect(calls(there.made)).toEqual([])
  })
})
