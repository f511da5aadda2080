import { isNewer } from '../../iot/contract/light-command.ts'
import type { LightReport } from '../../iot/contract/light-report.ts'
import { isOpen } from '../../functions/domain/incident.ts'
import { commandFor } from '../../functions/domain/light.ts'
import { reassert } from '../../functions/usecases/reassert.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { watchLamp } from '../../functions/usecases/watch-lamps.ts'
import { anAlarm, at } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

/** Two lines that on-minute has written since the first minute, and a lamp that has obeyed the command of both. */
async function aLamp() {
  const table = aTable()
  for (const name of ['checkout', 'search']) await reassert(table.ports, name, at('09:00'))
  for (const nth of [1, 2, 3]) await takeIn(table.ports, anAlarm({ name: `search-${nth}`, line: 'search' }))
  const lineCalled = (name: string) => table.line(name)!
  const { epoch, v, state } = commandFor([lineCalled('checkout'), lineCalled('search')], at('09:01'))
  const report: LightReport = { epoch, appliedV: v, state, at: '', online: true, agent: '0.1.0' }
  const watch = (shows: string[], but: Partial<LightReport> = {}) => {
    const lastReport = async () => ({ kind: 'report', report: { ...report, ...but }, at: at('09:01') }) as const
    const lamps = { lastReport, isConnected: async () => true }
    return watchLamp({ ...table.ports, platform: 'platform', lamps }, 'wall', shows, at('09:02'))
  }
  const troubles = () => table.incidents().filter((one) => isOpen(one) && one.line === 'platform')
  return { ...table, report, watch, troubles, lineCalled }
}

describe('a light that shows fewer lines since a deployment, or others', () => {
  it.each([['checkout'], ['search']])('is told a version that its lamp has not seen: %s', async (left) => {
    const { watch, report, lineCalled, troubles } = await aLamp()
    const before = commandFor([lineCalled(left)], at('09:02'))
    expect(isNewer(before, { epoch: report.epoch, v: report.appliedV })).toBe(false)
    expect(await watch([left])).toEqual({ kind: 'unclear' })
    const after = commandFor([lineCalled(left)], at('09:02'))
    expect(isNewer(after, { epoch: report.epoch, v: report.appliedV })).toBe(true)
    expect(after.state).toBe(before.state)
    expect(troubles()).toEqual([])
  })

  it('is left as it is where its lamp is well', async () => {
    const { watch, lineCalled } = await aLamp()
    const before = lineCalled('checkout').v
    expect(await watch(['checkout', 'search'])).toEqual({ kind: 'well' })
    expect(lineCalled('checkout').v).toBe(before)
  })
})

it('calls people to a lamp that obeys a version that no line can have', async () => {
  const { watch, troubles } = await aLamp()
  expect(await watch(['checkout'], { appliedV: Number.MAX_SAFE_INTEGER })).toMatchObject({ kind: 'unwell' })
  expect(troubles()).toMatchObject([{ title: 'lamp wall' }])
})

it('leaves to the next minute what somebody else writes meanwhile', async () => {
  const { watch, beforeSave, ports, lineCalled } = await aLamp()
  beforeSave(async () => {
    beforeSave(() => {})
    await takeIn(ports, anAlarm())
  })
  expect(await watch(['checkout'])).toEqual({ kind: 'unclear' })
  expect(lineCalled('checkout').v).toBe(2)
  await watch(['checkout'])
  expect(lineCalled('checkout').v).toBeGreaterThan(5)
})
