import type { Writes } from '../../functions/domain/writes.ts'
import { Conflict, TableRefused } from '../../functions/ports.ts'
import { reassert } from '../../functions/usecases/reassert.ts'
import { takeInAll } from '../../functions/usecases/take-in.ts'
import { anAlarm, anAnswer, aPull, at } from '../signals.ts'
import type { AlarmSignal, ContributorSignal } from '../../functions/domain/signal.ts'
import { aTable } from '../table-in-memory.ts'

type Table = ReturnType<typeof aTable>

const storm = (n: number, line = 'checkout') =>
  Array.from({ length: n }, (_, nth) => anAlarm({ name: `${line}-${nth}`, line }))

it('costs one reading, and one transaction for each line', async () => {
  const { ports, requests, line, incidents } = aTable()
  await takeInAll(ports, [...storm(6), ...storm(4, 'search')])
  expect(requests()).toEqual({ reads: 1, saves: 2 })
  expect(incidents()).toHaveLength(10)
  expect([line('checkout'), line('search')]).toMatchObject([{ v: 6 }, { v: 4 }])
})

it('writes nothing for what is ignored', async () => {
  const { ports, requests } = aTable()
  await takeInAll(ports, storm(3))
  const outcomes = await takeInAll(ports, storm(3))
  expect(outcomes).toMatchObject(
    Array.from({ length: 3 }, () => ({ settled: { kind: 'ignore', because: 'repeated' } })),
  )
  expect(requests()).toMatchObject({ saves: 2 })
  expect(requests().reads).toBe(2)
})

it('tells all that happened to one incident within a batch', async () => {
  const { ports, said, incidents, line } = aTable()
  const click = (click: 'SINGLE' | 'LONG' | 'DOUBLE', time: string) => aPull({ click, at: at(time) })
  await takeInAll(ports, [click('SINGLE', '09:00'), click('LONG', '09:01'), click('DOUBLE', '09:02')])
  expect(said()).toEqual(['cord desk-1 calls for help', 'cord desk-1 stopped the line', 'resolved by cord desk-1'])
  expect(incidents()).toMatchObject([{ version: 3, state: 'resolved' }])
  expect(line()).toMatchObject({ v: 3, open: { help: { all: 0 }, stop: { all: 0 } } })
})

describe('when somebody else writes first', () => {
  it('only the line that met them is folded again', async () => {
    const { ports, requests, line, beforeSave, incidents } = aTable()
    let met = 0
    beforeSave((writes) => {
      if (lineIn(writes) === 'search' && met++ === 0) throw new Conflict()
    })
    await takeInAll(ports, [...storm(2), ...storm(2, 'search')])
    expect(requests()).toEqual({ reads: 2, saves: 2 })
    expect(incidents()).toHaveLength(4)
    expect(line('search')).toMatchObject({ v: 2, open: { help: { all: 2 } } })
  })

  it('only in the line itself, nothing is read again', async () => {
    const { ports, requests, line, beforeSave } = aTable()
    await takeInAll(ports, storm(1))
    beforeSave(async () => {
      beforeSave(() => {})
      await reassert(ports, 'checkout', at('09:30'))
    })
    await takeInAll(ports, storm(3))
    expect(requests().reads).toBe(2)
    expect(line()).toMatchObject({ v: 4, open: { help: { all: 3 } } })
  })

  it('and goes on doing so, only that line’s come again', async () => {
    const { ports, beforeSave, incidents } = aTable()
    beforeSave((writes) => {
      if (lineIn(writes) === 'search') throw new Conflict()
    })
    const outcomes = await takeInAll(ports, [...storm(1), ...storm(2, 'search'), ...storm(1)])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['settled', 'failed', 'failed', 'settled'])
    expect(incidents()).toMatchObject([{ line: 'checkout' }])
  })

  it('between two parts, the first is not written again', async () => {
    const { ports, beforeSave, cuts, said } = aTable()
    cuts((writes) => writes.map((one) => [one]))
    let saves = 0
    beforeSave(() => {
      if (++saves === 2) throw new Conflict()
    })
    const outcomes = await takeInAll(ports, storm(3))
    expect(outcomes.map(({ kind }) => kind)).toEqual(['settled', 'settled', 'settled'])
    expect(said()).toHaveLength(3)
  })
})

describe('one that fails', () => {
  const poison = anAlarm({ name: 'poison' })

  it('because what is stored of it cannot be read, fails alone', async () => {
    const { ports, line } = aTable()
    const lookUp: typeof ports.incidents.lookUp = async (wanted) => {
      const known = await ports.incidents.lookUp(wanted)
      const memoryOf = (key: string) => {
        if (key === poison.key) throw new Error('starts: not a list')
        return known.memoryOf(key)
      }
      return { ...known, memoryOf }
    }
    const outcomes = await takeInAll({ ...ports, incidents: { ...ports.incidents, lookUp } }, [...storm(2), poison])
    expect(outcomes).toMatchObject([
      { kind: 'settled' },
      { kind: 'settled' },
      { kind: 'failed', error: { message: 'starts: not a list' } },
    ])
    expect(line()).toMatchObject({ v: 2 })
  })

  it.each([
    ['written', (table: Table) => table.beforeSave((writes) => refuse(titlesIn(writes).includes('poison')))],
    [
      'even read',
      ({ ports }: Table) => {
        const incidents = { ...ports.incidents }
        ports.incidents.lookUp = async (wanted) => {
          refuse(wanted.keys?.includes(poison.key) === true)
          return incidents.lookUp(wanted)
        }
      },
    ],
  ])('because the table refuses to have it %s, fails alone', async (_, refuses) => {
    const table = aTable()
    refuses(table)
    const outcomes = await takeInAll(table.ports, [...storm(1), poison, ...storm(2).slice(1), ...storm(1, 'search')])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['settled', 'failed', 'settled', 'settled'])
    expect(table.incidents()).toHaveLength(3)
  })

  it('because its incident does not exist, fails alone', async () => {
    const { ports } = aTable()
    const outcomes = await takeInAll(ports, [anAnswer('nobody'), ...storm(1)])
    expect(outcomes).toMatchObject([{ kind: 'failed', error: { name: 'Unusable' } }, { kind: 'settled' }])
  })
})

it('resolves on its old line what was opened before the config gave the alarm to another', async () => {
  const { ports, line } = aTable()
  await takeInAll(ports, [anAlarm()])
  await takeInAll(ports, [anAlarm({ line: 'search', state: 'ok', at: at('09:05') }), ...storm(1, 'search')])
  expect(line('checkout')).toMatchObject({ v: 2, open: { help: { all: 0 } } })
  expect(line('search')).toMatchObject({ v: 1, open: { help: { all: 1 } } })
})

it('does not count devices for the flood', async () => {
  const { ports, line } = aTable()
  await takeInAll(
    ports,
    storm(12, 'platform').map(
      (signal) => ({ ...signal, kind: 'device', state: 'alarm', saidBy: 'the lamp itself' }) as const,
    ),
  )
  expect(line('platform')).toMatchObject({ flooded: false, alarms: [], open: { help: { all: 12 } } })
})

const lineIn = (writes: readonly Writes[]) => writes[0]?.line?.after.name
const titlesIn = (writes: readonly Writes[]) => writes.flatMap(({ change }) => change?.after.title ?? [])
function refuse(isIt: boolean): void {
  if (isIt) throw new TableRefused('it is too large')
}

describe('what comes again from an archive', () => {
  /** The table a year later: what was remembered has gone, and only the incident is left. */
  async function aYearAgo(...signals: AlarmSignal[]) {
    const table = aTable()
    await takeInAll(table.ports, signals)
    table.forget(anAlarm().key)
    return table
  }

  it('settles, and opens nothing again, when its incident was resolved', async () => {
    const { ports, incidents, line } = await aYearAgo(anAlarm(), anAlarm({ state: 'ok', at: at('09:05') }))
    for (let times = 0; times < 2; times++)
      expect(await takeInAll(ports, [anAlarm(), anAlarm({ state: 'ok', at: at('09:05') })])).toMatchObject([
        { kind: 'settled', settled: { because: 'stale' } },
        { kind: 'settled' },
      ])
    expect(incidents()).toMatchObject([{ state: 'resolved', version: 2 }])
    expect(line()?.open.help.all).toBe(0)
  })

  it('settles, and is remembered again, while its incident is open', async () => {
    const { ports, incidents } = await aYearAgo(anAlarm())
    expect(await takeInAll(ports, [anAlarm()])).toMatchObject([{ settled: { kind: 'note' } }])
    await takeInAll(ports, [anAlarm({ state: 'ok', at: at('09:05') })])
    expect(incidents()).toMatchObject([{ state: 'resolved' }])
  })
})

describe('a contributor of an alarm', () => {
  const contributor = (time: string, state: 'alarm' | 'ok', name = 'TableName orders'): ContributorSignal => ({
    kind: 'contributor',
    id: `${at(time)} ${state}`,
    key: `contributor ${name} of ${anAlarm().key}`,
    alarm: anAlarm().key,
    line: 'checkout',
    at: at(time),
    name,
    state,
    reason: 'Threshold Crossed',
  })

  it('is told within the incident of its alarm, once, and opens and resolves nothing', async () => {
    const { ports, said, incidents } = aTable()
    await takeInAll(ports, [contributor('08:59', 'alarm'), anAlarm()])
    await takeInAll(ports, [contributor('09:02', 'alarm', 'TableName carts'), contributor('09:04', 'ok')])
    await takeInAll(ports, [contributor('09:04', 'ok'), contributor('09:03', 'alarm')])
    expect(said()).toEqual([
      'people are called',
      'TableName carts is in ALARM too: Threshold Crossed',
      'TableName orders is OK again',
    ])
    expect(incidents()).toMatchObject([{ state: 'help' }])
    await takeInAll(ports, [anAlarm({ state: 'ok', at: at('09:05') }), contributor('09:06', 'ok', 'TableName carts')])
    expect(said().at(-1)).toBe('resolved by the alarm')
  })
})
