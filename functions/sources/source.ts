import type { DetailPattern } from '@andon/event-pattern'
import type { ParsedMessage } from '../domain/parsed-message.ts'
import type { Instant } from '../domain/instant.ts'

/** One way by which signals come in: the rule that brings its messages to the queue, and the parser that reads them. */
export interface Source {
  readonly rule: Rule
  /**
   * Reads a message that the rule has brought. Throws `Unusable` or `ZodError` for one that can never be used.
   * @param arrived when it came here: a time far from it is not believed
   */
  readonly parse: (message: unknown, arrived: Instant) => ParsedMessage
}

/** How messages come. Names of rules are unique, and stay: a rule under a new name is another rule. */
export type Rule = EventRule | TopicRule | DirectRule | ConfiguredRule

/** Brings events of an EventBridge bus, as they are. One rule a source, never one a line: a bus holds 300. */
export interface EventRule {
  readonly kind: 'event'
  readonly name: string
  /** 'partner': the buses of EventBridge partners that channels of the config name. */
  readonly bus: 'default' | 'andon' | 'partner'
  /**
   * The name of a second rule for the same events, on the bus `andon`: other regions and accounts forward them to it. On
   * the default bus they would reach every rule of this account that asks for no account.
   */
  readonly forwarded?: string
  readonly pattern: {
    readonly source?: readonly string[]
    readonly 'detail-type': readonly string[]
    readonly detail?: DetailPattern
  }
}

/** Brings MQTT messages, each wrapped with its topic and the time by AWS IoT's clock. */
export interface TopicRule {
  readonly kind: 'topic'
  readonly name: string
  /** MQTT topic filter. */
  readonly topics: string
  /** What the wrapped message says its `source` is. */
  readonly source: string
}

/**
 * Andon itself puts them into the queue, so there is no rule to bring them, and an event that only claims to be one of
 * them does not get there.
 */
export interface DirectRule {
  readonly kind: 'direct'
  readonly source: string
  readonly 'detail-type': string
}

/** Brings what the config wants: a rule on the default bus for each of its `sources`. It reads what no other source takes. */
export interface ConfiguredRule {
  readonly kind: 'configured'
}
