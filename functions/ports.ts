import type { LightCommand } from '../iot/contract/light-command.ts'
import type { ActByApi } from './domain/act.ts'
import type { AdmittedDevice } from './domain/admitted-device.ts'
import type { BusEvent } from './domain/bus-event.ts'
import type { EnrolmentClaim } from './domain/enrolment-claim.ts'
import type { AlarmSeen } from './domain/alarm-seen.ts'
import type { CallForPeople } from './domain/call-for-people.ts'
import type { MachinesSwitch } from './domain/machines-switch.ts'
import type { Maintenance } from './domain/maintenance.ts'
import type { Protection } from './domain/protection.ts'
import type { Group } from './domain/radius.ts'
import type { Deed, Hands } from './domain/hands.ts'
import type { DescribedAlarm } from './domain/described-alarm.ts'
import type { Entry, Incident } from './domain/incident.ts'
import type { Instant } from './domain/instant.ts'
import type { LastReport } from './domain/lamp-health.ts'
import type { RunRecord } from './domain/run-record.ts'
import type { Snapshot } from './domain/snapshot.ts'
import type { Line } from './domain/line.ts'
import type { ListedIncident } from './domain/listed-incident.ts'
import type { About, DueNotice, Notice } from './domain/notice.ts'
import type { ParsedTrouble } from './domain/parsed-message.ts'
import type { Writes } from './domain/writes.ts'

/** The incident table: the only truth. */
export interface Incidents {
  /** Reads all of these at once. Rejects with `TableRefused`. */
  lookUp(wanted: Wanted): Promise<Snapshot>
  find(id: string): Promise<Incident | undefined>
  /** Oldest first. */
  timelineOf(id: string): Promise<readonly Entry[]>
  line(name: string): Promise<Line | undefined>
  /** Cuts what is to be written, in its order, into parts of which each fits into one `save`. */
  cut(writes: readonly Writes[]): readonly (readonly Writes[])[]
  /**
   * All of it or nothing; of several, each builds on the one before. Rejects with `Conflict` when anything that they
   * build on has changed meanwhile, and with `TableRefused`.
   */
  save(...writes: readonly Writes[]): Promise<void>
}

/** What is open, and what was. Lists follow the table within a second or so. */
export interface Listings {
  /** Most urgent first; all of them, or the first `atMost`. */
  openOn(line: string, atMost?: number): Promise<readonly ListedIncident[]>
  /** The last first. @param day in UTC, `2026-11-21` */
  resolvedOn(day: string): Promise<readonly ListedIncident[]>
}

/** What machines did lately, and how their line stands. */
export interface HandsOfMachines {
  /**
   * In one read. What was done on the line stands under the first of its names.
   * @param names all that the line has and had @param on what is about to be acted on, if anything
   */
  of(names: readonly [string, ...string[]], on?: ActedOn): Promise<LinesAndHands>
  /** Rejects with `Conflict` when a machine has acted on any of these since it was read. */
  add(before: Hands, deed: Deed, on: { readonly line: string; readonly group?: Group }): Promise<void>
}
export interface ActedOn {
  readonly playbook: string
  readonly resource: string
  /** Name of the group that it is of, if any. */
  readonly group?: string
}
export interface LinesAndHands {
  /** In the order of the names. */
  readonly lines: readonly (Line | undefined)[]
  /** Missing: nothing is about to be acted on. */
  readonly hands?: Hands
}

/** How each playbook's runs came out. */
export interface RunRecords {
  /** Repeating it is harmless, and so is an older one that comes later. */
  put(run: RunRecord): Promise<void>
  /** Of a playbook, of incidents that were opened since then; the first one first. */
  of(playbook: string, since: Instant): Promise<readonly RunRecord[]>
}

/** Whether the machines of a line may act at all, as somebody has set it. Never rejects. */
export type ReadMachinesSwitch = (line: string) => Promise<MachinesSwitch>

/** Whether people work on what an incident is about, so that machines wait. Never rejects. */
export type ReadMaintenance = (
  incident: Pick<Incident, 'line' | 'key' | 'openedAt'>,
  now: Instant,
) => Promise<Maintenance>

/** Whether a mute rule of CloudWatch is active for an alarm. Rejects when CloudWatch cannot be asked. */
export type ReadMuted = (alarm: string) => Promise<{ readonly by: string } | undefined>

/** Whether any of these resources, whole ARNs, is for people alone. Never rejects. */
export type ReadProtection = (arns: readonly string[]) => Promise<Protection>

/** CloudWatch, as far as it can be asked how its alarms stand. */
export interface AlarmsInCloudWatch {
  /** Every alarm that is in ALARM. */
  holding(): Promise<readonly DescribedAlarm[]>
  /** Of these alarms, those that there are. */
  named(names: readonly string[]): Promise<readonly DescribedAlarm[]>
  /** The names of the alarms that are muted now, each with the name of the rule that mutes it. */
  muted(): Promise<ReadonlyMap<string, string>>
}

/** The queue by which every signal comes in. */
export interface SignalsQueue {
  /** Rejects when the queue refuses some of it again and again. */
  put(signals: readonly (AlarmSeen | ParsedTrouble)[]): Promise<void>
}

/** What to look up, by name. */
export interface Wanted {
  /** Each key's memory, with the incident that it opened, and that incident's line while it is open. */
  readonly keys?: readonly string[]
  /** Each with its line, while it is open. */
  readonly incidents?: readonly string[]
  readonly lines?: readonly string[]
  /** Whether these were put down. */
  readonly playbooks?: readonly string[]
}

export class Conflict extends Error {
  override readonly name = 'Conflict'
  /** The line as it stands, where nothing but the line has changed: then nothing else need be read again. */
  readonly line: Line | undefined

  constructor(message?: string, { line, ...options }: ErrorOptions & { readonly line?: Line | undefined } = {}) {
    super(message, options)
    this.line = line
  }
}

/** The table will never accept this; trying again does not help. */
export class TableRefused extends Error {
  override readonly name = 'Refused'
}

/** Which device may become which light. */
export interface EnrolmentClaims {
  /** @param id of the claim's certificate */
  find(id: string): Promise<EnrolmentClaim | undefined>
  /** Saves who used the claim. Rejects with `Conflict` when another device used it meanwhile, or it is gone. */
  use(id: string, after: EnrolmentClaim): Promise<void>
}

/** Every device that was ever let in, until it is removed. */
export interface AdmittedDevices {
  all(): Promise<readonly AdmittedDevice[]>
  /** Saves it, in place of what was known of the same certificate. */
  update(device: AdmittedDevice): Promise<void>
}

/** What AWS IoT lets devices do. */
export interface DeviceAccess {
  /** Lets the device in no more, cuts it off, and forgets what it said last. Fine when it is gone already. */
  end(device: AdmittedDevice): Promise<void>
}

/** Who holds a policy of AWS IoT: the certificates of devices, and of claims. */
export interface PolicyHolders {
  /** Their ARNs; of many, some. */
  some(policy: string): Promise<readonly string[]>
  /** Takes the policy away, and lets the certificate in no more. */
  shutOut(holder: string, policy: string): Promise<void>
}

/** What CloudFormation asks for, and the way to answer it. */
export interface StackRequest {
  readonly isDelete: boolean
  /** @param failed why it could not be done; left out: it is done. Rejects when CloudFormation does not hear it. */
  readonly answer: (failed?: string) => Promise<void>
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
  lastReport(light: string): Promise<LastReport>
  isConnected(light: string): Promise<boolean>
}

export interface Bus {
  /** @returns what the bus refused again and again, if anything */
  put(events: readonly BusEvent[]): Promise<RefusedEntries<BusEvent> | undefined>
}

/** What of several was refused, in its order, while the rest was taken. */
export interface RefusedEntries<T> {
  readonly entries: readonly T[]
  readonly because: string
}

export interface Playbooks {
  /**
   * Starting the same attempt twice is starting it once.
   * @param attempt counts from 1 @param suggest it only says what it would do
   */
  start(playbook: string, incident: string, attempt: number, suggest: boolean): Promise<void>
  /**
   * Undoes what a playbook did for an incident.
   * @param version of the incident with which that came to be due: starting twice for one is starting once
   */
  undo(playbook: string, incident: string, because: 'asked' | 'afterwards', version: number): Promise<void>
  /** Tells a run that waits by this callback to look again; fine when it waits no longer. */
  release(callback: string): Promise<void>
}

export interface Escalations {
  /** Starting the same call's twice is starting it once. */
  start(call: CallForPeople): Promise<void>
}

/** What a request to the API comes to. */
export type AskedAct =
  /** `by` is the ARN of whoever signed it. */
  | { readonly kind: 'act'; readonly act: ActByApi }
  /** `because` says what is wrong with it, and repeats no more of it than names. */
  | {
      readonly kind: 'refused'
      readonly because: string
      readonly by: string
      readonly act: string
      readonly status: 400 | 403 | 404
    }

/** The queue of signals and acts, as those put acts there who have asked who acts. */
export interface Acts {
  put(act: ActByApi): Promise<void>
}

/** The queue of what channels are to be told. One channel's notices keep their order. */
export interface NoticeQueue {
  /** @returns what the queue refused again and again, if anything */
  put(due: readonly DueNotice[]): Promise<RefusedEntries<DueNotice> | undefined>
}

/** Hides messages of a queue for a while. In a FIFO queue that hides their whole group. */
export type Postpone = (receipts: readonly string[], seconds: number) => Promise<void>

/** Deletes messages from a queue. In a FIFO queue the next of their group can then come. Repeating it is harmless. */
export type DeleteMessages = (receipts: readonly string[]) => Promise<void>

/** Where a message goes that can never be handled, with the reason, so that the rest can go on. */
export interface DeadLetters {
  setAside(body: string, reason: string): Promise<void>
}

/** What each channel was told of each incident, and of each line. */
export interface Notices {
  find(about: About, channel: string): Promise<Notice | undefined>
  save(about: About, channel: string, notice: Notice): Promise<void>
}
