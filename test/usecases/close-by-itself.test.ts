import { closeByItself } from '../../functions/usecases/close-by-itself.ts'
import { record } from '../../functions/usecases/record.ts'
import { decideRefuse } from '../../functions/domain/decide-decision.ts'
import type { Change, Incident } from '../../functions/domain/incident.ts'
import { decisionAsked, handedOver } from '../../functions/domain/run-changes.ts'
import type { Instant } from '../../functions/domain/instant.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { aPipelineSignal } from '../an-event.ts'
import { anAlarm, at, home, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

const finding = (rest: Parameters<typeof aPipelineSignal>[0] = {}) =>
  aPipelineSignal({
    source: 'finding',
    key: `event finding ${home.account} ${home.region} 1`,
    neverClears: true,
    ...rest,
  })

function aMinute() {
  const table = aTable()
  const ports = { ...table.ports, closing: [{ name: 'finding', line: 'checkout', after: { hours: 4 } }] }
  const minute = (time: string) => {
    table.at(time)
    return closeByItself(ports, 'checkout', at(time))
  }
  return { ...table, ports, minute }
}

it('closes an incident once its time is over, says so, and calms the line', async () => {
  const { ports, minute, incidents, line, said } = aMinute()
  await takeIn(ports, finding())
  expect(await minute('12:59')).toBe('nothing')
  expect(await minute('13:00')).toBe('closed')
  expect(incidents()).toMatchObject([{ state: 'resolved', resolvedBy: 'itself', resolvedAt: at('13:00') }])
  expect(said().at(-1)).toBe('closed by itself after 4 hours: its source has no clearing event')
  expect(line()?.open.help.all).toBe(0)
  expect(await minute('13:01')).toBe('nothing')
})

it('counts from the newest event', async () => {
  const { ports, minute } = aMinute()
  await takeIn(ports, finding())
  await takeIn(ports, finding({ at: at('10:30') }))
  expect(await minute('14:29')).toBe('nothing')
  expect(await minute('14:30')).toBe('closed')
})

it('leaves alone alarms, and sources that do not close by themselves', async () => {
  const { ports, minute, incidents } = aMinute()
  await takeIn(ports, anAlarm())
  await takeIn(ports, aPipelineSignal())
  expect(await minute('23:00')).toBe('nothing')
  expect(incidents().map(({ state }) => state)).toEqual(['help', 'help'])
})

it('leaves it while a machine is at it, and for as long again once that calls people', async () => {
  const { ports, minute, incidents } = aMinute()
  await takeIn(ports, finding({ playbook: restartCheckout }))
  const id = incidents()[0]?.id ?? 'none'
  expect(await minute('14:00')).toBe('nothing')
  // At two, after a hold of hours, say.
  await record(ports, id, (incident, now) => handedOver(incident, 'it did not help', now))
  expect(await minute('17:59')).toBe('nothing')
  expect(await minute('18:00')).toBe('closed')
})

const plan = { nth: 0, title: 'isolate', plan: '0a1b2c3d4e5f6071' }

it.each<[string, (incident: Incident, now: Instant) => Change | undefined]>([
  ['an approval that expired', (incident, now) => handedOver(incident, 'nobody decided', now)],
  [
    'an approval that was refused',
    (incident, now) => {
      const decision = decideRefuse(
        incident,
        { kind: 'refuse', id: 'one', by: 'ada', via: 'api', incident: incident.id, plan: plan.plan, reason: '' },
        now,
      )
      return decision.kind === 'change' ? decision.change : undefined
    },
  ],
])('does not close under the hands of people who were just called: %s', async (_, calls) => {
  const { ports, minute, incidents, at: clock } = aMinute()
  await takeIn(ports, finding({ playbook: { ...restartCheckout, trust: 'approve' } }))
  const id = incidents()[0]?.id ?? 'none'
  await record(ports, id, (incident, now) => decisionAsked(incident, 'may it isolate?', 'callback', now, plan))
  clock('12:59')
  await record(ports, id, calls)
  expect(incidents()).toMatchObject([{ state: 'help', tried: [] }])
  expect(await minute('13:00')).toBe('nothing')
  expect(await minute('16:58')).toBe('nothing')
  expect(await minute('16:59')).toBe('closed')
})

it('closes a hundred and more at once, with one read', async () => {
  const { ports, minute, incidents, requests } = aMinute()
  for (let nth = 0; nth < 120; nth += 1) await takeIn(ports, finding({ key: `${finding().key}${nth}`, id: `${nth}` }))
  const before = requests()
  expect(await minute('13:00')).toBe('closed')
  expect(incidents().every(({ state }) => state === 'resolved')).toBe(true)
  expect(requests()).toEqual({ reads: before.reads + 1, saves: before.saves + 1 })
})

it('says what could not be closed', async () => {
  const { ports, minute, beforeSave } = aMinute()
  await takeIn(ports, finding())
  beforeSave(() => Promise.reject(new Error('the table is gone')))
  await expect(minute('13:00')).rejects.toThrow('1 could not be closed: Error: the table is gone')
})

it('loses no event that comes in the same moment, whichever of the two is written first', async () => {
  const { ports, minute, incidents, beforeSave } = aMinute()
  const late = finding({ at: at('12:59:59') })
  const meanwhile = (other: () => Promise<unknown>) =>
    beforeSave(async () => {
      beforeSave(() => {})
      await other()
    })

  // The event first: what was about to be closed stays open.
  await takeIn(ports, finding())
  meanwhile(() => takeIn(ports, late))
  await minute('13:00')
  expect(incidents().map(({ state }) => state)).toEqual(['help'])

  // The closing first: the event opens a new incident.
  meanwhile(() => minute('17:00'))
  await takeIn(ports, finding({ at: at('16:59:59') }))
  expect(incidents().map(({ state }) => state)).toEqual(['resolved', 'help'])
})

it('asks for no list where nothing is open', async () => {
  const { ports } = aMinute()
  const listings = { ...ports.listings, openOn: () => Promise.reject(new Error('it was asked')) }
  expect(await closeByItself({ ...ports, listings }, 'checkout', at('13:00'))).toBe('nothing')
})
