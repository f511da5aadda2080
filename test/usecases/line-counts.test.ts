import fc from 'fast-check'
import type { Guard } from '../../functions/domain/guards/guard.ts'
import { guards } from '../../functions/domain/guards/guards.ts'
import { escalated } from '../../functions/domain/incident-changes.ts'
import { handedOver, letGoOn, resumed } from '../../functions/domain/run-changes.ts'
import { isMachines, isOpen, openStates } from '../../functions/domain/incident.ts'
import { instant } from '../../functions/domain/instant.ts'
import { commandFor, stateOf } from '../../functions/domain/light.ts'
import { released } from '../../functions/domain/line.ts'
import { hold, holdUntilThen } from '../../functions/usecases/hold.ts'
import { record } from '../../functions/usecases/record.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, anAnswer, aPull, at, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

const wantsDecision: Guard = {
  name: 'wants-decision',
  judge: () => ({ kind: 'hold', because: 'it is a big step', until: { kind: 'decision' } }),
}
const notYet: Guard = {
  name: 'not-yet',
  judge: () => ({ kind: 'hold', because: 'it is not yet ten', until: { kind: 'instant', at: at('10:00') } }),
}

type Table = ReturnType<typeof aTable>
type Happening = (table: Table) => Promise<unknown>

const minute = fc.integer({ min: 0, max: 20 }).map((n) => instant(Date.UTC(2026, 10, 21, 9, n)))
const alarm = fc
  .record({ name: fc.constantFrom('a', 'b', 'c'), state: fc.constantFrom('alarm', 'ok'), at: minute })
  .map(
    ({ name, state, at }): Happening =>
      ({ ports }) =>
        takeIn(ports, anAlarm({ name, state, at, ...(name !== 'a' && { playbook: restartCheckout }) })),
  )
const pull = fc
  .record({ cord: fc.constantFrom('1', '2'), click: fc.constantFrom('SINGLE', 'DOUBLE', 'LONG'), at: minute })
  .map(
    ({ cord, click, at }): Happening =>
      ({ ports }) =>
        takeIn(ports, aPull({ key: `cord ${cord}`, id: `${cord} ${at} ${click}`, click, at })),
  )
/** To one of the incidents that there are by then. */
const toOne = (what: (ports: Table['ports'], id: string, nth: number) => Promise<unknown>) =>
  fc.nat({ max: 9 }).map((nth): Happening => {
    return async ({ ports, incidents }) => {
      const all = incidents()
      const one = all[nth % Math.max(1, all.length)]
      if (one !== undefined) await what(ports, one.id, nth)
    }
  })
const answer = toOne((ports, incident, nth) =>
  takeIn(ports, anAnswer(incident, { by: `person ${nth}`, id: `${nth % 3}` })),
)
const callPeople = toOne((ports, id) => record(ports, id, (incident, now) => handedOver(incident, 'enough', now)))
const escalate = toOne((ports, id) => record(ports, id, (incident, now) => escalated(incident, { minutes: 5 }, now)))
const holdBack = toOne((ports, id, nth) => hold(ports, id, `callback ${nth}`))
const goOn = toOne((ports, id) => record(ports, id, (incident, now) => resumed(incident, 'it may', now)))
const askToDecide = toOne((ports, id, nth) => hold({ ...ports, guards: [...guards, wantsDecision] }, id, `ask ${nth}`))
const decide = toOne((ports, id) => record(ports, id, (incident, now) => letGoOn(incident, 'ada', now)))
const waitForTime = toOne((ports, id) => holdUntilThen({ ...ports, guards: [...guards, notYet] }, id))

const signals = [alarm, alarm, pull]
const people = [answer, callPeople, escalate, decide]
const machine = [holdBack, goOn, askToDecide, waitForTime]

it.each([
  ['whatever happens', [...signals, ...people, ...machine]],
  ['however often people are asked to decide', [alarm, askToDecide, askToDecide, answer, decide]],
])('counts on the line what its incidents are, %s, in whatever order', async (_, happenings) => {
  const stories = fc.array(fc.oneof(...happenings), { minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(stories, fc.infiniteStream(fc.boolean()), async (story, repeats) => {
      const table = aTable()
      for (const happen of story) {
        await happen(table)
        if (repeats.next().value) await happen(table)
        expectLineToAddUp(table)
      }
    }),
    { numRuns: 200 },
  )
})

function expectLineToAddUp(table: Table) {
  const line = table.line()
  if (line === undefined) return
  const open = table.incidents().filter(isOpen)
  for (const state of openStates) {
    const inState = open.filter((incident) => incident.state === state)
    const unacknowledged = inState.filter(({ acknowledgedBy }) => acknowledgedBy === undefined)
    expect(line.open[state]).toEqual({ all: inState.length, unacknowledged: unacknowledged.length })
  }
  expect(new Set(line.reasons.map(({ incident }) => incident))).toEqual(new Set(open.map(({ id }) => id)))
  const held = table.incidents().filter((incident) => incident.held !== undefined)
  const toBeTold = held.filter(({ held }) => !held?.includes('it is not yet ten'))
  expect(new Set(line.held.map(({ incident }) => incident))).toEqual(new Set(toBeTold.map(({ id }) => id)))
  expect(new Set(line.held.map(({ incident }) => incident)).size).toBe(line.held.length)
  expect(held.every(isMachines)).toBe(true)
  for (const { until, incident: id } of line.held)
    expect(until === 'decision').toBe(open.find((incident) => incident.id === id)?.state === 'approval')
  // Whoever waits for nothing any more is told so, with every change of the line.
  const isStopped = line.open.stop.all > 0
  const mayGoOn = line.held.filter(({ until }) => until === 'decided' || (until === undefined && !isStopped))
  expect(released(undefined, line)).toEqual(mayGoOn)
  // Nobody has answered a call where nobody is called.
  for (const { state, acknowledgedBy } of open) if (state === 'working') expect(acknowledgedBy).toBeUndefined()

  const shown = open.filter(({ state }) => state === stateOf(line))
  const allAnswered = shown.length > 0 && shown.every(({ acknowledgedBy }) => acknowledgedBy !== undefined)
  expect(commandFor([line], at('09:30')).acknowledged).toBe(allAnswered)
}
