import type { LightCommand } from '../iot/contract/light-command.ts'
import type { BusEvent } from './domain/bus-event.ts'
import type { Claim } from './domain/claim.ts'
import type { Call } from './domain/call.ts'
import type { Memory } from './domain/decide.ts'
import type { Duration } from './domain/duration.ts'
import type { Change, Entry, Incident } from './domain/incident.ts'
import type { Instant } from './domain/instant.ts'
import type { Heard } from './domain/lamp-health.ts'
import type { Line } from './domain/line.ts'
import type { ListedIncident } from './domain/listed-incident.ts'
import type { Notice } from './domain/notice.ts'

/** The incident table: the only truth. */
export interface Incidents {
  memoryOf(key: string): Promise<Memory | undefined>
  find(id: string): Promise<Incident | undefined>
  /** Oldest first. */
  timelineOf(id: string): Promise<readonly Entry[]>
  line(name: string): Promise<Line | undefined>
  /** All of it or nothing. Rejects with `Conflict` when anything it builds on has changed meanwhile. */
  save(writes: Writes): Promise<void>
}

/** What is open, and what was. Lists follow the table within a second or so. */
export interface Listings {
  /** Most urgent first; all of them, or the first `atMost`. */
  openOn(line: string, atMost?: number): Promise<readonly ListedIncident[]>
  /** The last first. @param day in UTC, `2026-11-21` */
  resolvedOn(day: string): Promise<readonly ListedIncident[]>
}

/** What was read (`before`; undefined: it was not there) and what shall stand in its place. */
export interface Writes {
  readonly memory?: { readonly key: string; readonly before: Memory | undefined; readonly after: Memory }
  readonly change?: Change
  readonly line?: { readonly before: Line | undefined; readonly after: Line }
}

export class Conflict extends Error {
  override readonly name = 'Conflict'
}

/** What operators gave devices leave for. */
export interface Claims {
  /** @param id of the claim's certificate */
  find(id: string): Promise<Claim | undefined>
  /** Keeps who used the claim. Rejects with `Conflict` when somebody else did meanwhile, or it is gone. */
  use(id: string, after: Claim): Promise<void>
}

export interface Clock {
  now(): Instant
  pause(milliseconds: number): Promise<void>
  /** Evenly spread, from 0 up to but not including 1. */
  chance(): number
}

export interface Light {
  /** Retained, QoS 1. */
  command(light: string, command: LightCommand): Promise<void>
}

/** What lamps say of themselves, as the broker keeps it. */
export interface Lamps {
  heard(light: string): Promise<Heard>
  isConnected(light: string): Promise<boolean>
}

export interface Bus {
  put(events: readonly BusEvent[]): Promise<void>
}

export interface Playbooks {
  /** Starting the same attempt twice is starting it once. */
  start(playbook: string, incident: string): Promise<void>
  /** Tells a run that waits by this callback to look again; fine when it waits no longer. */
  release(callback: string): Promise<void>
}

export interface Escalations {
  /** Starting the same call's twice is starting it once. */
  start(call: Call): Promise<void>
}

/** Where a line's people are reached outside chat: by mail, text message, pager. */
export interface LineTopics {
  publish(announcement: Announcement): Promise<void>
}
export interface Announcement {
  readonly call: Call
  readonly incident: Incident
  readonly line: { readonly title: string; readonly answerWithin?: Duration }
}

/** The queue of what channels are to be told. One channel's notices keep their order. */
export interface NoticeQueue {
  put(due: readonly DueNotice[]): Promise<void>
}
export interface DueNotice {
  readonly incident: string
  readonly version: number
  readonly channel: string
}

/** Keeps messages of a queue away for a while. In a FIFO queue that keeps their whole group away. */
export type Postpone = (receipts: readonly string[], seconds: number) => Promise<void>

/** Where a message goes that can never be handled, with the reason, so that the rest can go on. */
export interface DeadLetters {
  setAside(body: string, reason: string): Promise<void>
}

/** What each channel was told of each incident. */
export interface Notices {
  find(incident: string, channel: string): Promise<Notice | undefined>
  save(incident: string, channel: string, notice: Notice): Promise<void>
}

/** One kind of chat. */
export interface Chat {
  post(channel: string, message: Message): Promise<Told>
  update(channel: string, ref: string, message: Message): Promise<Told>
  /** Looks for what an earlier `post` for this incident may have left there without our hearing of it. */
  findPosted(channel: string, incident: string): Promise<Told | { readonly kind: 'not-there' }>
}
export interface Message {
  readonly incident: Incident
  readonly line: { readonly title: string }
  readonly timeline: readonly Entry[]
}
export type Told =
  /** @property ref how the chat service names the message, for `update` */
  | { readonly kind: 'told'; readonly ref: string }
  /** Asked to wait, or out of order: the message is not lost, try again. */
  | { readonly kind: 'later'; readonly seconds?: number; readonly because: string }
  /** Somebody took the message away, and so it stays away. */
  | { readonly kind: 'gone' }
  /** It will never take this message. */
  | { readonly kind: 'refused'; readonly because: string }
