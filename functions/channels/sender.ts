import type { CallForPeople } from '../domain/call-for-people.ts'
import type { Duration } from '../domain/duration.ts'
import type { Entry, Incident } from '../domain/incident.ts'
import type { About, Ability } from '../domain/notice.ts'

/** One channel, as it is spoken to. `can` says what it can do, and so which methods it has. */
export type Sender =
  | {
      readonly can: Extract<Ability, 'update'>
      post(message: Message): Promise<Posting>
      update(ref: string, message: Message): Promise<Posting | Unchangeable>
      /** Looks for a message of an earlier `post` whose response was lost. */
      findPosted(about: About): Promise<Posting | { readonly kind: 'not-there' }>
    }
  | { readonly can: Extract<Ability, 'send'>; send(message: Message): Promise<Sending> }
  | { readonly can: Extract<Ability, 'call'>; call(message: CallMessage): Promise<Sending> }
  | {
      readonly can: Extract<Ability, 'page'>
      /** Calls people. @param key the alert is known by it from now on; once more with the same key changes nothing */
      trigger(key: string, message: CallMessage): Promise<Sending>
      /** Somebody has answered, or it is over: nobody is called any more. */
      settle(key: string, is: 'acknowledged' | 'resolved'): Promise<Sending>
    }

/** An incident, as it stands now. All texts in it are hostile: a channel's words escape or tame them. */
export interface Message {
  readonly incident: Incident
  readonly line: LineFacts
  /** Oldest first. */
  readonly timeline: readonly Entry[]
}
export interface CallMessage extends Message {
  readonly call: CallForPeople
  /** It is a level of the escalation that is called. */
  readonly isLevel?: boolean
}
export interface LineFacts {
  readonly title: string
  readonly answerWithin?: Duration
}

/** The result of a message of its own. */
export type Sending = { readonly kind: 'told' } | NotTold
/** The result of a message that is kept up to date. */
export type Posting =
  /** @property ref how the service names the message, for `update` */
  { readonly kind: 'told'; readonly ref: string } | NotTold
/** The message can no longer be changed: somebody deleted it, or it stands as it is. */
export interface Unchangeable {
  readonly kind: 'unchangeable'
  readonly is: 'deleted' | 'fixed'
}
export type NotTold =
  /**
   * The service asks to wait, or is out of order. The message is not lost: try again.
   * @property seconds how long the service asks to wait
   * @property doubtful nobody knows whether it will ever take this message, so the others do not wait for it for ever
   */
  | { readonly kind: 'later'; readonly seconds?: number; readonly because: string; readonly doubtful?: true }
  /** It takes nothing until somebody mends what `because` says. The messages wait for that. */
  | { readonly kind: 'blocked'; readonly because: string }
  /** It will never take this message. */
  | { readonly kind: 'refused'; readonly because: string }
