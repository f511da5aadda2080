import { randomUUID } from 'node:crypto'
import type { Activity } from '../../activity.ts'
import type { Cancel, CloudClock } from '../../clock.ts'
import type { BusEvent } from './event.ts'
import { BadInput } from './input.ts'
import type { Rule, Target } from './rule.ts'
import { maySend } from '../iam/resource-policies.ts'
import { AwsError } from '../../aws-error.ts'
import type { Queues } from '../sqs/queues.ts'
import type { Store } from '../../store.ts'
import type { Template } from '../../template/template.ts'

/** Why a target could not be given an event, in EventBridge's own words. Only what may pass is tried again. */
export class Undelivered extends Error {
  readonly code: string
  readonly mayPass: boolean
  constructor(code: string, message: string, mayPass = false) {
    super(message)
    this.code = code
    this.mayPass = mayPass
  }
}

/** An event on its way through a bus. */
export interface Passage {
  readonly event: BusEvent
  /** Milliseconds since 1970. */
  readonly arrivedAt: number
  /** It came from another bus. */
  readonly forwarded: boolean
}

/** A passage to one target, as it is kept while it waits for the next try. */
interface Pending extends Passage {
  readonly ruleArn: string
  readonly targetId: string
  readonly retries: number
  readonly dueAt: number
}

/** An event that no dead-letter queue took. AWS only counts it; here it can be seen. */
export interface Lost {
  readonly ruleArn: string
  readonly targetArn: string
  readonly code: string
  readonly message: string
  readonly event: BusEvent
}

export interface DeliveryParts {
  readonly template: Template
  readonly clock: CloudClock
  readonly queues: Queues
  readonly activity: Activity
  readonly store: Store
  readonly rules: readonly Rule[]
  /** Hands an event over. Throws `Undelivered`; any other error is taken for one that may pass. */
  readonly hand: (rule: Rule, target: Target, passage: Passage) => void
}

/** Between tries AWS waits ever longer, without saying how long; so do we, from a second to a quarter of an hour. */
const waitBefore = (retry: number) => Math.min(1000 * 2 ** (retry - 1), 15 * 60_000)

/** Brings events to targets: tries again what may pass, and sets aside what does not. */
export class Deliveries {
  #parts: DeliveryParts
  #pending
  #lost
  #cancels = new Map<string, Cancel>()

  /** Goes on with what was waiting when the process ended. */
  constructor(parts: DeliveryParts) {
    this.#parts = parts
    this.#pending = parts.store.collection<Pending>('eventbridge-pending')
    this.#lost = parts.store.collection<Lost>('eventbridge-lost')
    for (const [key, pending] of this.#pending.entries()) this.#await(key, pending)
  }

  deliver(rule: Rule, target: Target, passage: Passage): void {
    const fresh = { ...passage, ruleArn: rule.arn, targetId: target.id, retries: 0, dueAt: passage.arrivedAt }
    this.#try(randomUUID(), fresh, rule, target)
  }

  lost(): Lost[] {
    return this.#lost.entries().map(([, lost]) => lost)
  }

  close(): void {
    for (const cancel of this.#cancels.values()) cancel()
    this.#cancels.clear()
  }

  #try(key: string, pending: Pending, rule: Rule, target: Target): void {
    this.#parts.store.together(() => {
      this.#pending.delete(key)
      try {
        this.#parts.hand(rule, target, pending)
      } catch (error) {
        this.#failed(key, pending, rule, target, undelivered(error))
      }
    })
  }

  #failed(key: string, pending: Pending, rule: Rule, target: Target, failure: Undelivered): void {
    const retry = pending.retries + 1
    const dueAt = this.#parts.clock.now() + waitBefore(retry)
    const exhausted = exhaustedBy(target, retry, dueAt - pending.arrivedAt)
    if (!failure.mayPass || exhausted !== undefined) {
      this.#setAside(pending, rule, target, failure, failure.mayPass ? exhausted : undefined)
      return
    }
    const next = { ...pending, retries: retry, dueAt }
    this.#pending.put(key, next)
    this.#await(key, next)
  }

  #await(key: string, pending: Pending): void {
    const rule = this.#parts.rules.find(({ arn }) => arn === pending.ruleArn)
    const target = rule?.targets.find(({ id }) => id === pending.targetId)
    // The rule has gone from the template since: so have its events.
    if (rule === undefined || target === undefined) return this.#pending.delete(key)

    const end = this.#parts.activity.begin(`retry for ${target.arn}`)
    const cancel = this.#parts.clock.at(pending.dueAt, () => {
      this.#cancels.delete(key)
      this.#try(key, pending, rule, target)
      end()
    })
    this.#cancels.set(key, () => {
      cancel()
      end()
    })
  }

  #setAside(pending: Pending, rule: Rule, target: Target, failure: Undelivered, exhausted?: string): void {
    const { code, message } = failure
    const { deadLetterArn } = target
    const attributes = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: code,
      ERROR_MESSAGE: message,
      ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
      RETRY_ATTEMPTS: String(pending.retries),
    }
    const lose = (why: string) =>
      this.#lost.put(randomUUID(), {
        ruleArn: rule.arn,
        targetArn: target.arn,
        code,
        message: why,
        event: pending.event,
      })

    if (deadLetterArn === undefined) return lose(message)
    const request = { queueArn: deadLetterArn, service: 'events.amazonaws.com', sourceArn: rule.arn }
    if (!maySend(this.#parts.template, request))
      return lose(`${message}; and ${deadLetterArn} does not let the rule in`)
    try {
      this.#parts.queues.send(deadLetterArn, JSON.stringify(pending.event), { attributes })
    } catch (error) {
      lose(`${message}; and ${deadLetterArn} failed: ${String(error)}`)
    }
  }
}

function exhaustedBy(target: Target, retry: number, age: number): string | undefined {
  if (retry > target.maxRetries) return 'MaximumRetryAttempts'
  return age > target.maxAge ? 'MaximumEventAgeInSeconds' : undefined
}

function undelivered(error: unknown): Undelivered {
  if (error instanceof Undelivered) return error
  if (error instanceof BadInput) return new Undelivered('INVALID_JSON', error.message)
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof AwsError && /NonExistent|NotFound/.test(error.code))
    return new Undelivered('NO_RESOURCE', message)
  return new Undelivered('ERROR_FROM_TARGET', message, true)
}
