import type { Instant } from './instant.ts'
import type { Json } from './json.ts'
import type { Origin } from './origin.ts'
import type { AlarmState } from './signal.ts'

/** How an alarm stands, as CloudWatch answered. */
export interface AlarmSeen {
  readonly origin: Origin
  readonly name: string
  readonly arn: string
  readonly state: AlarmState
  /** Why, in CloudWatch's words; where nobody is to hear of the alarm, why that is. */
  readonly reason: string
  /** When it became so; where CloudWatch does not know that, when it was asked. */
  readonly since: Instant
  /** When CloudWatch was asked: before it answered. */
  readonly seen: Instant
  /** What the `detail` of its event would say: the lines' patterns are about that. */
  readonly event: { readonly [field: string]: Json }
  /** What is open for it here. */
  readonly open?: { readonly incident: string; readonly line: string }
}
