import type { Demotion } from '../../functions/domain/demotion.ts'
import { ladderOf, recordByDay, repeatsInWords } from '../../functions/domain/ladder.ts'
import { type Instant, instant } from '../../functions/domain/instant.ts'
import type { Outcome } from '../../functions/domain/outcomes.ts'
import type { RunRecord } from '../../functions/domain/run-record.ts'
import { at } from '../signals.ts'

const now = at('12:00')
const daysAgo = (days: number): Instant => instant(Date.parse(now) - days * 86_400_000)
const aRun = (outcome: Outcome, but: Partial<RunRecord> = {}): RunRecord => ({
  playbook: 'restart-checkout',
  incident: 'checkout-1',
  run: 1,
  v: 5,
  line: 'checkout',
  title: 'checkout-5xx',
  openedAt: daysAgo(1),
  at: daysAgo(1),
  trust: 'approve',
  outcome,
  left: [],
  ...but,
})
const runs = (count: number, outcome: Outcome, but: Partial<RunRecord> = {}) =>
  Array.from({ length: count }, () => aRun(outcome, but))
const byAda = { run: 2, runBy: 'ada', trust: 'suggest' } as const
const failed: Demotion = {
  playbook: 'restart-checkout',
  v: 1,
  incident: 'checkout-9',
  at: at('08:00'),
  because: 'gave up',
}

it.each<[string, Parameters<typeof ladderOf>[0], RunRecord[], string]>([
  ['observe', 'observe', runs(2, 'only-said'), 'has not earned suggest yet: 2 of 3 runs in which it knew what to do'],
  ['observe', 'observe', runs(3, 'only-said'), 'has earned suggest: set its trust in andon.config.ts if you agree'],
  [
    'suggest, never started',
    'suggest',
    runs(9, 'only-said'),
    'has not earned approve yet: 0 of 5 runs started by people, 0 of 80 % of them proved',
  ],
  [
    'suggest, proved by itself only',
    'suggest',
    runs(9, 'proved'),
    'has not earned approve yet: 0 of 5 runs started by people, 0 of 80 % of them proved',
  ],
  [
    'suggest, 3 of 5',
    'suggest',
    [...runs(3, 'proved', byAda), ...runs(2, 'late', byAda)],
    'has not earned approve yet: 60 of 80 % of them proved',
  ],
  [
    'suggest, 4 of 5',
    'suggest',
    [...runs(4, 'proved', byAda), aRun('gave-up', byAda)],
    'has earned approve: set its trust in andon.config.ts if you agree',
  ],
  [
    'suggest: what cleared by itself counts for nothing',
    'suggest',
    [...runs(4, 'proved', byAda), aRun('by-itself', byAda)],
    'has not earned approve yet: 4 of 5 runs started by people',
  ],
  ['approve, 7', 'approve', runs(7, 'proved'), 'has not earned auto yet: 7 of 10 proved runs in a row'],
  ['approve, 10', 'approve', runs(10, 'proved'), 'has earned auto: set its trust in andon.config.ts if you agree'],
  [
    'approve: nothing against it between',
    'approve',
    [...runs(5, 'proved'), aRun('by-itself'), aRun('expired'), aRun('held'), aRun('by-person'), ...runs(5, 'proved')],
    'has earned auto: set its trust in andon.config.ts if you agree',
  ],
  ...(['late', 'unprovable', 'gave-up', 'failed', 'refused'] as const).map(
    (outcome): [string, 'approve', RunRecord[], string] => [
      `approve: ${outcome} breaks the row`,
      'approve',
      [...runs(10, 'proved', { openedAt: daysAgo(3) }), aRun(outcome, { openedAt: daysAgo(2) }), ...runs(2, 'proved')],
      'has not earned auto yet: 2 of 10 proved runs in a row',
    ],
  ),
  [
    'approve: the order in which they are stored is not the order in time',
    'approve',
    [aRun('gave-up', { openedAt: daysAgo(5) }), ...runs(10, 'proved')].toReversed(),
    'has earned auto: set its trust in andon.config.ts if you agree',
  ],
  [
    'approve: long ago',
    'approve',
    runs(10, 'proved', { openedAt: daysAgo(91) }),
    'has not earned auto yet: 0 of 10 proved runs in a row',
  ],
  ['auto', 'auto', [], 'acts by itself: there is no further rung'],
])('%s', (_, trust, record, inWords) => {
  const ladder = ladderOf(trust, undefined, record, now)
  expect(ladder.inWords).toBe(inWords)
  expect([ladder.trust, ladder.effective]).toEqual([trust, trust])
  expect(ladder.next?.earned ?? false).toBe(inWords.startsWith('has earned'))
})

it('waits for a person once it was put down, whatever its record says', () => {
  const ladder = ladderOf('auto', failed, runs(20, 'proved'), now)
  expect(ladder).toMatchObject({ trust: 'auto', effective: 'approve', demotion: failed })
  expect(ladder.inWords).toBe(
    'asks before each act since it failed at checkout-9 (gave up), until a person restores it',
  )
  const restored = { by: 'ada', at: at('09:00'), reason: '', id: '1' }
  expect(ladderOf('auto', { ...failed, restored }, [], now)).toMatchObject({ effective: 'auto' })
  expect(ladderOf('auto', 'unreadable', [], now)).toMatchObject({ effective: 'approve', demotion: 'unreadable' })
  // Nothing lifts what the config keeps low.
  expect(ladderOf('suggest', failed, [], now).effective).toBe('suggest')
})

it('says where it repeats', () => {
  expect(ladderOf('auto', undefined, [...runs(4, 'proved'), ...runs(3, 'by-itself')], now).repeats).toBeUndefined()
  const { repeats } = ladderOf('auto', undefined, [...runs(8, 'proved'), aRun('late'), ...runs(3, 'only-said')], now)
  expect(repeats).toBe(9)
  expect(repeatsInWords(9)).toBe('ran 9 times this week: mend the cause')
  expect(ladderOf('auto', undefined, runs(9, 'proved', { openedAt: daysAgo(8) }), now).repeats).toBeUndefined()
})

it('keeps its record by day', () => {
  const record = [...runs(2, 'proved'), aRun('gave-up'), aRun('by-itself', { openedAt: daysAgo(3) })]
  expect(recordByDay(record)).toEqual([
    { day: '2026-11-20', outcomes: { proved: 2, 'gave-up': 1 } },
    { day: '2026-11-18', outcomes: { 'by-itself': 1 } },
  ])
})
