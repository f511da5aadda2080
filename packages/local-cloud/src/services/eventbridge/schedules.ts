import type { Cancel, CloudClock } from '../../clock.ts'
import type { Rule } from './rule.ts'
import type { Collection, Store } from '../../store.ts'

/** Kept by the rule's ARN, so that a restart goes on counting where it was. Milliseconds since 1970. */
interface Due {
  readonly expression: string
  /** How many times as fast it comes; 1 where that is not said. */
  readonly speed?: number
  readonly origin: number
  readonly next: number
}

/** Milliseconds. */
const soon = 5 * 60_000

export interface SchedulesParts {
  readonly clock: CloudClock
  /** How many times as often rates come; a time of day comes when it comes. */
  readonly speed: number
  readonly store: Store
  /** @param time when the rule was due */
  readonly fire: (rule: Rule, time: number) => void
}

/** Fires the rules that have a schedule. What fell due while nobody was there fires once. */
export class Schedules {
  #parts: SchedulesParts
  #due: Collection<Due>
  #cancels = new Map<string, Cancel>()

  constructor(parts: SchedulesParts) {
    this.#parts = parts
    this.#due = parts.store.collection('eventbridge-schedules')
  }

  /**
   * @param newAtOnce a rule that was never here before fires at once, instead of when it would first fall due; unless that
   *   is so far off that nobody looks out for it
   */
  start(rules: readonly Rule[], { newAtOnce = false } = {}): void {
    for (const rule of rules) {
      const now = this.#parts.clock.now()
      const kept = this.#due.get(rule.arn)
      const { speed } = this.#parts
      const goesOn = kept?.expression === rule.schedule?.expression && (kept?.speed ?? 1) === speed
      const first = this.#dueAfter(rule, now, now)
      this.#arm(rule, goesOn ? kept : first && newAtOnce && first.next - now <= soon ? { ...first, next: now } : first)
    }
  }

  close(): void {
    for (const cancel of this.#cancels.values()) cancel()
    this.#cancels.clear()
  }

  #dueAfter({ schedule }: Rule, after: number, origin: number): Due | undefined {
    const { speed } = this.#parts
    const next = schedule?.next(after, origin, speed)
    return next === undefined || schedule === undefined
      ? undefined
      : { expression: schedule.expression, speed, origin, next }
  }

  #arm(rule: Rule, due: Due | undefined): void {
    this.#cancels.get(rule.arn)?.()
    if (due === undefined) return
    const { clock, store, fire } = this.#parts
    this.#due.put(rule.arn, due)
    const wake = () => {
      const following = this.#dueAfter(rule, Math.max(due.next, clock.now()), due.origin)
      store.together(() => {
        fire(rule, due.next)
        this.#arm(rule, following)
      })
    }
    this.#cancels.set(rule.arn, clock.at(due.next, wake))
  }
}
