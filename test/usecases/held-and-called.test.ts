import { callOf } from '../../functions/domain/call-for-people.ts'
import { calledAfterQuiet } from '../../functions/domain/called-after-quiet.ts'
import { decideAnswer } from '../../functions/domain/decide-answer.ts'
import type { Guard } from '../../functions/domain/guards/guard.ts'
import { guards } from '../../functions/domain/guards/guards.ts'
import type { Change } from '../../functions/domain/incident.ts'
import { escalated } from '../../functions/domain/incident-changes.ts'
import { type Instant, secondsAfter } from '../../functions/domain/instant.ts'
import { aRun, anAction } from './a-run.ts'
import { at } from '../signals.ts'

// While a guard holds a machine, nothing works: people are called.
const untilThen = (time: Instant, forAnotherMachine?: true): Guard => ({
  name: 'not-before',
  ...(forAnotherMachine && { forAnotherMachine }),
  judge: (_, now) =>
    now < time ? { kind: 'hold', because: 'not yet', until: { kind: 'instant', at: time } } : { kind: 'act' },
})

/** The run's clock passes with each wait; `meanwhile` happens in the first. */
async function held(guard: Guard, meanwhile: (run: ReturnType<typeof aRun>) => void = () => undefined) {
  let now = at('09:01')
  const run = aRun({ guards: [...guards, guard], time: () => now })
  const saved: Change[] = []
  run.world.onSave = (change) => void (change && saved.push(change))
  run.world.onWait = () => {
    if (run.waited.length === 1) meanwhile(run)
    now = at('11:00')
  }
  const one = anAction('one')
  const ended = await run.run(one)
  const holds = saved.filter(({ entry }) => entry.kind === 'held')
  return { ...run, one, ended, holds }
}

it('calls people, once, and goes on by itself when nobody has answered', async () => {
  const { holds, one, said } = await held(untilThen(at('10:00')))
  expect(holds.map(({ after, entry }) => [after.state, callOf(entry)?.state])).toEqual([['help', 'help']])
  expect(one.acts).toBe(1)
  expect(said).toContain('goes on: its wait is over')
})

it.each<[string, Guard]>([
  ['looks again within two minutes', untilThen(secondsAfter(at('09:01'), 120))],
  ['waits for another machine', untilThen(at('10:00'), true)],
])('calls nobody where it %s', async (_, guard) => {
  const { holds, one } = await held(guard)
  expect(holds.map(({ after, entry }) => [after.state, callOf(entry)])).toEqual([['working', undefined]])
  expect(one.acts).toBe(1)
})

it.each<[string, (run: ReturnType<typeof aRun>) => Change | undefined, object]>([
  [
    'answers',
    ({ now }) => {
      const decision = decideAnswer(now(), { id: 'a', by: 'ada' }, at('09:02'))
      return decision.kind === 'change' ? decision.change : undefined
    },
    { state: 'help', acknowledgedBy: 'ada' },
  ],
  ['lets the time to answer pass', ({ now }) => escalated(now(), { minutes: 5 }, at('09:06')), { state: 'stop' }],
])('leaves it to people once somebody %s', async (_, what, then) => {
  const { now, one, ended } = await held(untilThen(at('10:00')), (run) => run.world.changes(what(run)!))
  expect(now()).toMatchObject(then)
  expect(now().held).toBeUndefined()
  expect([one.acts, ended]).toEqual([0, { ended: 'handed-over', tried: 0 }])
})

it('goes on, too, after people were called anew at the end of the quiet hours', async () => {
  const { one } = await held(untilThen(at('10:00')), ({ now, world }) =>
    world.changes(calledAfterQuiet(now(), at('09:30'))),
  )
  expect(one.acts).toBe(1)
})
