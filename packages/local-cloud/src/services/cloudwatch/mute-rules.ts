import { arnOf } from '../../arn.ts'
import type { Collection, Store } from '../../store.ts'
import type { MuteWindow } from './event.ts'
import { durationFrom, onceAt, windowStarts } from './mute-schedule.ts'

/** A mute rule, as it is kept. Times are milliseconds since 1970. */
export interface MuteRule {
  readonly name: string
  readonly description?: string | undefined
  /** `at(…)` or `cron(…)`, in UTC. */
  readonly expression: string
  /** ISO 8601. */
  readonly duration: string
  readonly alarms: readonly string[]
  readonly startsAt?: number | undefined
  readonly expiresAt?: number | undefined
  readonly updatedAt: number
}

export const muteRuleStatuses = ['SCHEDULED', 'ACTIVE', 'EXPIRED'] as const
export type MuteRuleStatus = (typeof muteRuleStatuses)[number]

/** CloudWatch's mute rules: while a window is open, the alarms that it names change their state and do nothing. */
export class MuteRules {
  readonly #kept: Collection<MuteRule>

  constructor(store: Store) {
    this.#kept = store.collection('cloudwatch-mute-rules')
  }

  /** In text order of the names. */
  all(): MuteRule[] {
    return this.#kept.entries().map(([, rule]) => rule)
  }
  get = (name: string): MuteRule | undefined => this.#kept.get(name)
  put = (rule: MuteRule): void => this.#kept.put(rule.name, rule)
  delete = (name: string): void => this.#kept.delete(name)

  /** The window that is open for an alarm now, of the first rule that has one. */
  windowOf(alarm: string, now: number): MuteWindow | undefined {
    for (const rule of this.all()) {
      const window = rule.alarms.includes(alarm) ? openWindow(rule, now) : undefined
      if (window !== undefined) return window
    }
    return undefined
  }
}

export const muteRuleArn = (name: string) => arnOf('cloudwatch', `alarm-mute-rule:${name}`)

export function statusOf(rule: MuteRule, now: number): MuteRuleStatus {
  if (openWindow(rule, now) !== undefined) return 'ACTIVE'
  const window = windowFrom(rule, now)
  return window === undefined || window.end <= now ? 'EXPIRED' : 'SCHEDULED'
}

function openWindow(rule: MuteRule, now: number): MuteWindow | undefined {
  const window = windowFrom(rule, now)
  return window !== undefined && window.start <= now && now < window.end ? window : undefined
}

/** The window that is open, or the next one; undefined, or one that is over, when none comes any more. */
function windowFrom(rule: MuteRule, now: number): MuteWindow | undefined {
  const { expression, startsAt = -Infinity, expiresAt = Infinity } = rule
  const duration = durationFrom(rule.duration) ?? 0
  const start = windowStarts(expression)?.(Math.max(now, startsAt), duration)
  if (start === undefined || start >= expiresAt) return undefined
  return {
    by: muteRuleArn(rule.name),
    start: Math.max(start, startsAt),
    end: Math.min(start + duration, expiresAt),
  }
}

/** A rule that mutes these alarms once, for exactly this long. */
export function ruleForWindow(
  name: string,
  alarms: readonly string[],
  { start, end }: Pick<MuteWindow, 'start' | 'end'>,
  updatedAt: number,
): MuteRule {
  const seconds = Math.ceil(end / 1000) - Math.floor(start / minute) * 60
  return {
    name,
    alarms,
    expression: onceAt(start),
    duration: `PT${seconds}S`,
    startsAt: start,
    expiresAt: end,
    updatedAt,
  }
}
const minute = 60_000
