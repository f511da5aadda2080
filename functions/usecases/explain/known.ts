import type { Action } from '../../actions/action.ts'
import type { Home } from '../../actions/resource.ts'
import type { channelsOfLine } from '../../channels/line-channels.ts'
import type { Channel } from '../../channels/registry.ts'
import type { AndonConfig, LineConfig } from '../../config/define-andon.ts'
import type { Facts } from '../../domain/guards/guard-facts.ts'
import type { Guard } from '../../domain/guards/guard.ts'
import type { Rules } from '../../domain/guards/guard-facts.ts'
import type { Instant } from '../../domain/instant.ts'
import type { JsonObject } from '../../domain/json.ts'
import type { Notice } from '../../domain/notice.ts'
import type { OpenFor, ParsedMessage } from '../../domain/parsed-message.ts'
import type { Places } from '../../domain/place.ts'
import type { Snapshot } from '../../domain/snapshot.ts'
import type { Part } from './explanation.ts'

/** All that follows from the config, made once for many events. */
export interface Known {
  readonly config: AndonConfig
  readonly home: Home
  /** Nobody said where Andon is. */
  readonly homeIsAssumed?: true
  readonly places: Places
  /** Which of the stack's rules brings an event. */
  readonly brings: (
    event: unknown,
  ) =>
    | { readonly kind: 'brought'; readonly by: { readonly name: string; readonly on: string } }
    | { readonly kind: 'not-brought'; readonly because: string }
  /** Throws `Unusable` for what can never be used. */
  readonly readMessage: (body: string, arrived: Instant) => ParsedMessage
  readonly actions: ReadonlyMap<string, Action>
  /** Names of the playbooks' roles, without the region in which they end. */
  readonly roles: Readonly<Record<string, string>>
  readonly rules: (playbook: string, line: string) => Rules
  readonly guards: readonly Guard[]
  /** By every name that they have or had, each with all of its channels. */
  readonly lines: Readonly<Record<string, LineConfig & { readonly channels: ReturnType<typeof channelsOfLine> }>>
  readonly channels: Readonly<Record<string, Channel>>
  /** With the earlier names of their lines. */
  readonly lights: Readonly<Record<string, { readonly shows: readonly string[] }>>
}

/** What is known apart from the config. */
export interface KnownFacts {
  readonly now: Instant
  /** Missing: the table was not asked, and nothing is taken to be open. */
  readonly table?: TableFacts
}

export interface TableFacts {
  readonly snapshot: Snapshot
  /** Of an alarm that no line takes: what is open for it all the same. */
  readonly open?: OpenFor
  /** By the mark of each act that is to be judged. */
  readonly acts: Readonly<Record<string, FactsOfAct>>
  /** What channels were told of the incident, by their names. */
  readonly told: Readonly<Record<string, Notice>>
}

export interface FactsOfAct {
  /** What guards judge by, but for what is about to be done. */
  readonly facts: Omit<Facts, 'incident' | 'about'>
  /** What is there, as its action saw it. */
  readonly looked: Part<{ readonly seen: JsonObject }>
}
