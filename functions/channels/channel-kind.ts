import type * as z from 'zod/mini'
import type { Ability } from '../domain/notice.ts'
import type { Sender } from './sender.ts'

/** A kind of channel, as the registry lists it. What it can do, its sender says. */
export interface ChannelKind<Settings> {
  /**
   * What a platform team writes for one in andon.config.ts. Every message says what is allowed. 'of every line': nobody
   * writes one, for each line has it.
   */
  readonly form: z.ZodMiniType<Settings> | 'of every line'
  /** What its sender can do, for whoever asks without opening one. */
  readonly can: Ability
  /** Whether it can call people who may be asleep, so that a level of an escalation can name it. */
  readonly calls: Calls | false
  /** The least time between two calls to one channel, in milliseconds; 0: it takes what comes. */
  readonly betweenCalls: number
  /** What the stack has to give to a channel of this kind. */
  needs(settings: Settings): readonly ChannelNeed[]
  /** The only place that loads its sender, so that only on-notice bundles it. */
  open(settings: Settings, parts: SenderParts): Promise<Sender>
}

/**
 * 'each time': it sends what it is told, and a level may repeat that. 'until answered': one call rings on by the service's
 * own rules, and a further one is the same to it.
 */
export type Calls = 'each time' | 'until answered'

export type ChannelNeed = SecretNeed | LineTopicNeed | TopicNeed | PartnerEventsNeed

/** Something that people put into an SSM parameter, because CloudFormation cannot make a SecureString. */
export interface SecretNeed {
  readonly kind: 'secret'
  /** Name of the parameter; several channels may share it. */
  readonly parameter: string
  /** In words: "the Slack bot's token". */
  readonly what: string
  /** How it begins: "xoxb-…". */
  readonly looksLike: string
  /** Name of the stack's output that tells people the parameter. */
  readonly output: string
}

/** The SNS topic of one line. */
export interface LineTopicNeed {
  readonly kind: 'line-topic'
  readonly line: string
}

/** An SNS topic that is somebody else's. */
export interface TopicNeed {
  readonly kind: 'topic'
  readonly arn: string
}

/** The bus of an EventBridge partner, on which its service says what people did there. */
export interface PartnerEventsNeed {
  readonly kind: 'partner-events'
  readonly bus: string
}

/** What a sender finds around it. */
export interface SenderParts {
  /** The channel's, in andon.config.ts. */
  readonly name: string
  /** Reads a secret, again after some minutes. Rejects with `Unusable` when nobody has put it there, or another kind. */
  readonly secret: (need: SecretNeed) => Promise<string>
  /** The ARN of a line's SNS topic. */
  readonly lineTopic: (line: string) => string
  /** Of the function. */
  readonly environment: Readonly<Record<string, string | undefined>>
}
