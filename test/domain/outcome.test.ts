import { ended, reopened, withoutData } from '../../functions/domain/alarm-changes.ts'
import { decide } from '../../functions/domain/decide.ts'
import { decideRefuse, decideRun, suggested } from '../../functions/domain/decide-decision.ts'
import { decideResolve } from '../../functions/domain/decide-resolve.ts'
import type { Change, Incident } from '../../functions/domain/incident.ts'
import { resolved } from '../../functions/domain/incident-changes.ts'
import { countermeasureFinished, countermeasureStarted, handedOver } from '../../functions/domain/run-changes.ts'
import { outcomeOf } from '../../functions/domain/outcome.ts'
import { outcomeInWords, outcomes } from '../../functions/domain/outcomes.ts'
import { anAlarm, at, restartCheckout } from '../signals.ts'

type Step = (incident: Incident) => Change | undefined

const redeploy = { title: 'redeploy', action: 'ecs.redeploy', input: {} }
const scale = { title: 'scale', action: 'ecs.scale', input: {} }

const starts =
  (time: string, nth = 0, what = redeploy): Step =>
  (incident) =>
    countermeasureStarted(incident, nth, what, at(time))
/** It has five minutes to clear. */
const acts =
  (time: string, nth = 0): Step =>
  (incident) =>
    countermeasureFinished(incident, nth, redeploy, { outcome: 'done', failed: false, proof: 300 }, at(time))
const fails =
  (time: string, nth = 0): Step =>
  (incident) =>
    countermeasureFinished(incident, nth, scale, { outcome: 'no such service', failed: true }, at(time))
const handsOver =
  (time: string, why: 'through' | 'expired' | 'held' = 'through'): Step =>
  (incident) =>
    handedOver(incident, 'it has not cleared', at(time), why)
const clears =
  (time: string, by = 'the alarm'): Step =>
  (incident) =>
    resolved(incident, at(time), by)
const silenced =
  (time: string, state: 'muted' | 'deleted' | 'suppressed' | 'no-data' = 'muted'): Step =>
  (incident) =>
    ended(incident, anAlarm({ at: at(time), state }))
const noData =
  (time: string): Step =>
  (incident) =>
    withoutData(incident, at(time), 'keep')
const person =
  (time: string): Step =>
  (incident) => {
    const decision = decideResolve(incident, { by: 'ada', reason: 'rolled back by hand' }, at(time))
    return decision.kind === 'change' ? decision.change : undefined
  }
const asks: Step = (incident) => ({
  before: incident,
  after: {
    ...incident,
    state: 'approval',
    asked: { nth: 0, title: 'redeploy', plan: 'a' },
    version: incident.version + 1,
  },
  entry: { kind: 'held', at: at('09:01'), text: 'waits', incident },
})
const refuses: Step = (incident) => {
  const decision = decideRefuse(
    incident,
    { kind: 'refuse', incident: incident.id, by: 'ada', via: 'api', id: '1', plan: 'a', reason: '' },
    at('09:02'),
  )
  return decision.kind === 'change' ? decision.change : undefined
}
const goesOffAgain =
  (time: string): Step =>
  (incident) =>
    reopened(incident, anAlarm({ at: at(time) }), 'help', 'it flaps')

function story(trust: 'auto' | 'suggest', ...steps: Step[]): Incident {
  const decision = decide(undefined, anAlarm({ playbook: { ...restartCheckout, trust } }))
  if (decision.kind !== 'change') throw new Error('expected a change')
  return steps.reduce((incident, step) => {
    const change = step(incident)
    if (change === undefined) throw new Error('expected a change')
    return change.after
  }, decision.change.after)
}

describe('how a run comes out', () => {
  it.each<[string, ReturnType<typeof outcomeOf>, Step[]]>([
    ['nothing while it is at it', undefined, [starts('09:01')]],
    ['nothing while it waits for the proof', undefined, [starts('09:01'), acts('09:02')]],
    ['cleared in time', 'proved', [starts('09:01'), acts('09:02'), clears('09:07')]],
    ['its source cleared it in time', 'proved', [starts('09:01'), acts('09:02'), clears('09:07', 'its source')]],
    ['nothing yet when it clears under the act', undefined, [starts('09:01'), clears('09:02')]],
    ['cleared under the act, which succeeds', 'proved', [starts('09:01'), clears('09:02'), acts('09:03')]],
    ['cleared under the act, which fails', 'by-itself', [starts('09:01'), clears('09:02'), fails('09:03')]],
    ['cleared before anything was done', 'by-itself', [clears('09:01')]],
    [
      'cleared before the act by the alarm’s own time, heard of later',
      'by-itself',
      [starts('09:02'), acts('09:03'), clears('09:01')],
    ],
    ['cleared a second too late', 'late', [starts('09:01'), acts('09:02'), clears('09:07:01')]],
    [
      'cleared while the next one is held',
      'late',
      [starts('09:01'), acts('09:02'), starts('09:08', 1, scale), clears('09:09'), fails('09:10', 1)],
    ],
    [
      'the second one was it',
      'proved',
      [starts('09:01'), acts('09:02'), starts('09:08', 1, scale), acts('09:09', 1), clears('09:10')],
    ],
    ['gave up', 'gave-up', [starts('09:01'), acts('09:02'), handsOver('09:08')]],
    ['gave up, then it clears', 'late', [starts('09:01'), acts('09:02'), handsOver('09:08'), clears('09:30')]],
    [
      'gave up, and the OK in time came late',
      'proved',
      [starts('09:01'), acts('09:02'), handsOver('09:08'), clears('09:06')],
    ],
    [
      'gave up, then a person ended it',
      'gave-up',
      [starts('09:01'), acts('09:02'), handsOver('09:08'), person('09:30')],
    ],
    [
      'gave up, then the alarm is muted',
      'gave-up',
      [starts('09:01'), acts('09:02'), handsOver('09:08'), silenced('09:30')],
    ],
    ['every act failed', 'failed', [starts('09:01'), fails('09:02'), handsOver('09:02')]],
    [
      'every act failed, then it clears',
      'failed',
      [starts('09:01'), fails('09:02'), handsOver('09:02'), clears('09:09')],
    ],
    ['a person refused', 'refused', [asks, refuses]],
    ['a person refused, then it clears', 'refused', [asks, refuses, clears('09:09')]],
    ['nobody decided', 'expired', [asks, handsOver('09:16', 'expired')]],
    ['kept from acting', 'held', [handsOver('09:02', 'held')]],
    ['begun, and kept from acting', 'held', [starts('09:01'), handsOver('09:02', 'held'), clears('09:09')]],
    ['kept from the second act', 'gave-up', [starts('09:01'), acts('09:02'), handsOver('09:08', 'held')]],
    ['a person ended it under its hands', 'by-person', [starts('09:01'), acts('09:02'), person('09:03')]],
    ['no data', 'unprovable', [starts('09:01'), acts('09:02'), noData('09:03')]],
    ['no data, then OK', 'unprovable', [starts('09:01'), acts('09:02'), noData('09:03'), clears('09:04')]],
    ['muted', 'unprovable', [starts('09:01'), acts('09:02'), silenced('09:03')]],
    ['deleted', 'unprovable', [starts('09:01'), acts('09:02'), silenced('09:03', 'deleted')]],
    [
      'proved, and it goes off again',
      'proved',
      [starts('09:01'), acts('09:02'), clears('09:03'), goesOffAgain('09:04'), clears('09:40')],
    ],
  ])('%s: %s', (_, outcome, steps) => {
    expect(outcomeOf(story('auto', ...steps))).toBe(outcome)
  })

  it('cannot be proved where no event ever says that it is over', () => {
    const gaveUp = story('auto', (incident) => ({
      ...starts('09:01')({ ...incident, source: 'guardDuty', neverClears: true })!,
    }))
    const acted = acts('09:02')(gaveUp)!.after
    expect(outcomeOf(handsOver('09:08')(acted)!.after)).toBe('unprovable')
  })

  it('is none of an incident without a playbook', () => {
    const decision = decide(undefined, anAlarm())
    if (decision.kind !== 'change') throw new Error('expected a change')
    expect(outcomeOf(resolved(decision.change.after, at('09:05'), 'the alarm').after)).toBeUndefined()
  })

  it('begins anew when a person starts what was suggested, once', () => {
    const plan = { nth: 0, title: 'redeploy', plan: 'a' }
    const only = story('suggest', (incident) => suggested(incident, 'suggests: redeploy', at('09:01'), plan))
    expect(outcomeOf(only)).toBe('only-said')
    const run = { kind: 'run', incident: only.id, by: 'ada', via: 'api', id: '1', plan: 'a' } as const
    const decision = decideRun(only, run, at('09:02'))
    if (decision.kind !== 'change') throw new Error('expected a change')
    expect(outcomeOf(decision.change.after)).toBeUndefined()
    const through = [starts('09:02'), acts('09:03'), handsOver('09:09')].reduce(
      (incident, step) => step(incident)!.after,
      decision.change.after,
    )
    expect(outcomeOf(through)).toBe('gave-up')
    expect(decideRun(through, { ...run, id: '2' }, at('09:10'))).toEqual({ kind: 'ignore', because: 'nobody-asked' })
  })
})

it('tells the end in words that keep them apart', () => {
  const textOf = (...steps: Step[]) => {
    const last = steps.pop()!
    return last(story('auto', ...steps))!.entry.text
  }
  expect(textOf(starts('09:01'), acts('09:02'), clears('09:05'))).toBe('the alarm cleared after: redeploy')
  expect(textOf(starts('09:01'), acts('09:02'), handsOver('09:08'), clears('09:30'))).toBe(
    'the alarm cleared, later than was waited for, after: redeploy',
  )
  expect(textOf(clears('09:01'))).toBe('the alarm cleared by itself, before anything was done')
  expect(new Set(outcomes.map(outcomeInWords)).size).toBe(outcomes.length)
})
