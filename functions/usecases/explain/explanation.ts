import type { LightState } from '../../../iot/contract/light-state.ts'
import type { CallState } from '../../domain/call-for-people.ts'
import type { OwnVerdict, Verdict } from '../../domain/guards/guard.ts'
import type { EntryKind, IncidentState } from '../../domain/incident.ts'
import type { Instant } from '../../domain/instant.ts'
import type { JsonObject } from '../../domain/json.ts'
import type { Origin } from '../../domain/origin.ts'
import type { AlarmState, Severity } from '../../domain/signal.ts'
import type { Trust } from '../../domain/trust.ts'

// What would follow from an event, part by part. JSON: the command prints it, the board and the console show it.
// Texts in it may come from outside: escape them where they are shown.

/** Why a part is not there. */
export interface Not {
  readonly not: string
}
export type Part<Fact> = Fact | Not

export const isNot = (part: object): part is Not => Object.hasOwn(part, 'not')

export interface Explanation {
  /** The time at which it is taken to come. */
  readonly at: Instant
  /** What was asked: only the config, or the table as well. */
  readonly asked: 'config' | 'table'
  /** Where Andon itself is. `assumed`: nobody said it, so it is taken to be where the event is of. */
  readonly home: Origin & { readonly assumed?: true }
  readonly event: Part<AboutEvent>
  readonly rule: Part<{ readonly name: string; readonly on: string }>
  /** As what kind of message its parser reads it. */
  readonly read: Part<{ readonly kind: string }>
  /** Mostly one. A button that tells of its battery means two things; one event may end incidents of several sources. */
  readonly means: Part<readonly Meaning[]>
}

export interface AboutEvent {
  readonly source: string
  readonly type?: string
  readonly id?: string
  readonly time?: string
  readonly account?: string
  readonly region?: string
}

/** What an event means for one line. */
export interface Meaning {
  readonly what: AboutSignal
  readonly line: { readonly name: string; readonly title: string }
  /** What it changes. */
  readonly change: Part<AboutChange>
  readonly playbook: Part<AboutPlaybook>
  readonly countermeasures: Part<readonly AboutCountermeasure[]>
  readonly lights: Part<readonly AboutLight[]>
  readonly messages: Part<readonly AboutMessage[]>
  readonly escalation: Part<AboutEscalation>
  /** What goes out on the bus `andon`. */
  readonly events: Part<readonly string[]>
}

export interface AboutSignal {
  readonly kind: string
  readonly state?: AlarmState
  readonly title?: string
  readonly reason?: string
  readonly key?: string
  readonly at?: Instant
  readonly source?: string
  readonly severity?: Severity
  /** An act: who does it. */
  readonly by?: string
  readonly incident?: string
  /** It is of another account or region than Andon's own. */
  readonly elsewhere?: true
}

export interface AboutChange {
  readonly kind: EntryKind
  readonly text: string
  readonly incident: string
  readonly state: IncidentState
  readonly title: string
}

export interface AboutPlaybook {
  readonly name: string
  readonly title: string
  readonly trust: Trust
  /** 'runs': it begins by itself; 'suggests': it only looks, and says what it would do. */
  readonly does: 'runs' | 'suggests'
  /** ARN of the role that it acts as. */
  readonly role: string
}

export interface AboutCountermeasure {
  /** The first is 0. */
  readonly nth: number
  readonly action: string
  /** What would be done, for people: as exactly as is known. */
  readonly title: string
  readonly ready: Part<ReadyPart>
}

export interface ReadyPart {
  readonly input: JsonObject
  /** Of two that lock the same, one is under way at a time. */
  readonly locks: string
  readonly risk: string
  /** Seconds that the alarm has to clear. */
  readonly wait: number
  /** It is undone once that has passed. */
  readonly undoneAfterwards?: true
  readonly calls: readonly AboutCall[]
  /** What is there now. */
  readonly looked: Part<{ readonly title: string; readonly seen: JsonObject }>
  readonly guards: Part<readonly AboutGuard[]>
  /** What they come to, together. */
  readonly together: Part<Verdict>
}

export interface AboutCall {
  readonly operation: string
  readonly permissions: readonly AboutPermission[]
}
export interface AboutPermission {
  readonly action: string
  /** ARNs, or why there are none. */
  readonly on: Part<readonly string[]>
  readonly when?: JsonObject
}

export type AboutGuard = OwnVerdict | (Not & { readonly guard: string })

export interface AboutLight {
  readonly light: string
  readonly shows: readonly string[]
  readonly state: LightState
  readonly reasons: readonly string[]
}

export interface AboutMessage {
  readonly channel: string
  readonly kind: string
  /** `calls`: it calls people, who may be asleep. */
  readonly tells: Part<{ readonly how: string; readonly calls?: true }>
}

export interface AboutEscalation {
  /** 'now': of the call that this makes. 'later': of the call that comes if the machine cannot help. */
  readonly begins: 'now' | 'later'
  /** Nobody is called before. */
  readonly quietUntil?: Instant
  readonly of: CallState
  readonly moments: readonly AboutMoment[]
}
export interface AboutMoment {
  /** Seconds after the call, as far as nobody has answered. */
  readonly after: number
  readonly text: string
  /** The channel by which people are called; missing: the line stops. */
  readonly tell?: string
  /** A calendar says who that is. */
  readonly byRota?: true
}
