import { type Demotion, type DemotionSeen, effectiveTrust, isDemoted } from './demotion.ts'
import { type Instant, minutesBefore } from './instant.ts'
import type { Outcome } from './outcomes.ts'
import type { RunRecord } from './run-record.ts'
import { type Trust, trusts } from './trust.ts'

/** How far back runs count, in days: alarms of one kind are rare, and what helped a year ago says little. */
export const daysLookedBack = 90
/** What a rung takes (docs/playbooks.md says why so many). */
export const takes = {
  /** To suggest: so often it had something to say. */
  said: 3,
  /** To ask by itself: so many runs that people started, and so many of a hundred of them proved. */
  startedByPeople: 5,
  percentProved: 80,
  /** To act by itself: so many runs that acted in a row, each proved. */
  inARow: 10,
} as const
/** So often within a week, and the cause is worth more than the cure. */
export const manyAWeek = 5

/** One thing that the next rung takes. */
export interface Need {
  readonly what: string
  readonly has: number
  readonly of: number
}

export interface Ladder {
  /** By the config. */
  readonly trust: Trust
  /** How far it goes: less than the config says once it has failed by itself. */
  readonly effective: Trust
  /** What took it down. */
  readonly demotion?: Demotion | 'unreadable'
  /** Missing at the top, and while it is down: then it takes a person. */
  readonly next?: { readonly to: Trust; readonly earned: boolean; readonly needs: readonly Need[] }
  /** What is left to do, or said about it, in one sentence. */
  readonly inWords: string
  /** How often it acted within a week, where that is too often. */
  readonly repeats?: number
}

/** How far a playbook is from its next rung. Nothing here raises it: the config does. */
export function ladderOf(trust: Trust, seen: DemotionSeen, runs: readonly RunRecord[], now: Instant): Ladder {
  const effective = effectiveTrust(trust, seen)
  const recent = runs.filter(since(now, daysLookedBack)).toSorted(byTime)
  const repeats = recent.filter(since(now, 7)).filter(({ outcome }) => hasActed.has(outcome)).length
  const often = repeats >= manyAWeek ? { repeats } : {}
  if (seen !== undefined && isDemoted(seen)) {
    return { trust, effective, demotion: seen, inWords: downInWords(seen), ...often }
  }
  const to = trusts[trusts.indexOf(trust) + 1]
  if (to === undefined) return { trust, effective, inWords: 'acts by itself: there is no further rung', ...often }
  const needs = needsOf(trust, recent)
  const earned = needs.every(({ has, of }) => has >= of)
  return { trust, effective, next: { to, earned, needs }, inWords: nextInWords(to, earned, needs), ...often }
}

const since = (now: Instant, days: number) => {
  const from = minutesBefore(now, days * 24 * 60)
  return ({ openedAt }: RunRecord) => openedAt >= from
}
const byTime = (a: RunRecord, b: RunRecord) => a.openedAt.localeCompare(b.openedAt)

/** It did something, or tried to. */
const hasActed: ReadonlySet<Outcome> = new Set(['proved', 'late', 'unprovable', 'gave-up', 'failed'])
/** Says nothing about the playbook, neither for nor against it. */
const saysNothing: ReadonlySet<Outcome> = new Set(['by-itself', 'by-person', 'expired', 'held', 'only-said'])

function needsOf(trust: Trust, runs: readonly RunRecord[]): readonly Need[] {
  switch (trust) {
    case 'observe': {
      const has = runs.filter(({ outcome }) => outcome === 'only-said').length
      return [{ what: 'runs in which it knew what to do', has, of: takes.said }]
    }
    case 'suggest': {
      const started = runs.filter(({ runBy, outcome }) => runBy !== undefined && hasActed.has(outcome))
      const proved = started.filter(({ outcome }) => outcome === 'proved').length
      const percent = started.length === 0 ? 0 : Math.floor((100 * proved) / started.length)
      return [
        { what: 'runs started by people', has: started.length, of: takes.startedByPeople },
        { what: '% of them proved', has: percent, of: takes.percentProved },
      ]
    }
    case 'approve':
      return [{ what: 'proved runs in a row', has: provedInARow(runs), of: takes.inARow }]
    case 'auto':
      return []
  }
}

/** Since the last one that was anything else; what says nothing is passed over. A refusal counts: a person saw the plan. */
function provedInARow(runs: readonly RunRecord[]): number {
  const telling = runs.filter(({ outcome }) => !saysNothing.has(outcome))
  return telling.length - 1 - telling.findLastIndex(({ outcome }) => outcome !== 'proved')
}

function nextInWords(to: Trust, earned: boolean, needs: readonly Need[]): string {
  if (earned) return `has earned ${to}: set its trust in andon.config.ts if you agree`
  const lacks = needs.filter(({ has, of }) => has < of).map(({ what, has, of }) => `${has} of ${of} ${what}`)
  return `has not earned ${to} yet: ${lacks.join(', ')}`
}

function downInWords(demotion: Demotion | 'unreadable'): string {
  if (demotion === 'unreadable') return 'asks before each act: its trust cannot be read'
  return `asks before each act since it failed at ${demotion.incident} (${demotion.because}), until a person restores it`
}

/** For people, where it repeats. */
export const repeatsInWords = (repeats: number): string => `ran ${repeats} times this week: mend the cause`

/** How often each outcome came, of one day. */
export interface DayOfRecord {
  /** In UTC, `2026-11-21`. */
  readonly day: string
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>
}

/** The record by the day on which incidents were opened, the last one first. */
export function recordByDay(runs: readonly RunRecord[]): readonly DayOfRecord[] {
  const days = Map.groupBy(runs, ({ openedAt }) => openedAt.slice(0, 10))
  return [...days]
    .map(([day, ofDay]) => ({ day, outcomes: tallied(ofDay) }))
    .toSorted((a, b) => (a.day < b.day ? 1 : -1))
}

function tallied(runs: readonly RunRecord[]): DayOfRecord['outcomes'] {
  const tally: Partial<Record<Outcome, number>> = {}
  for (const { outcome } of runs) tally[outcome] = (tally[outcome] ?? 0) + 1
  return tally
}
