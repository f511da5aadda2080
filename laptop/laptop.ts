import type { PlaybookView } from '../functions/usecases/playbook-views.ts'
import type { LightState } from '../iot/contract/light-state.ts'
import type { EntryKind, Incident } from '../functions/domain/incident.ts'
import type { Instant } from '../functions/domain/instant.ts'
import type { Outcome } from '../functions/domain/outcomes.ts'
import type { Explanation } from '../functions/usecases/explain/explanation.ts'
import type { Click } from '../iot/contract/cord-pull.ts'
import type { LightCommand } from '../iot/contract/light-command.ts'
import type { LightReport } from '../iot/contract/light-report.ts'
import type { AlarmChange } from '@andon/local-cloud/services/cloudwatch/cloudwatch.ts'
import type { AlarmState } from '@andon/local-cloud/services/cloudwatch/event.ts'
import type { SnsMessage } from '@andon/local-cloud/services/sns/sns.ts'

/** The running local cloud, as its doors and its console page see it. */
export interface Laptop {
  /** Puts an event on the default bus exactly as given. Throws `BadEvent` for a malformed one, or `AwsError`. */
  put(event: unknown): void
  /** Sets an imitated CloudWatch alarm. `state`: as it is now. `sent`: it was a change, and so an event. */
  setAlarm(name: string, change: AlarmChange): { readonly sent: boolean; readonly state: AlarmState }
  deleteAlarm(name: string, options: { readonly lost: boolean }): { readonly existed: boolean; readonly sent: boolean }
  alarms(): readonly AlarmView[]
  /** Newest first. */
  incidents(): Promise<readonly IncidentView[]>
  /** Says on the bus `andon` that `by` has answered the call of an incident. What becomes of it, its functions decide. */
  answerCall(incident: string, by: string): Promise<void>
  /** Asks the API to resolve it, as somebody who says that they are `by`. Rejects with `AwsError`. */
  resolve(incident: string, by: string, reason: string): Promise<void>
  /** Asks the API, in the name of the laptop's owner. @param path `/incidents/<id>/approve`, `/lines/<line>/stop` */
  askApi(path: string, body: object): Promise<ApiReply>
  lines(): Promise<LinesView>
  /** How far each playbook goes by itself, its record, and what its next rung takes. */
  playbooks(): Promise<readonly PlaybookView[]>
  /**
   * Sets the switch of the machines.
   * @param line of this line only; `undefined`: of all @param because who stops them and why; `undefined`: they may act
   */
  setMachines(line: string | undefined, because?: string): Promise<void>
  /** The names of the guards, in the order in which people read their reasons. */
  guards(): readonly string[]
  /** What would follow from an event; nothing is done. */
  explain(event: unknown): Promise<ExplainedEvent>
  cords(): readonly CordView[]
  /** Publishes what the cord itself would when it is pulled so. */
  pull(cord: string, click: Click): Promise<void>
  channels(): readonly string[]
  /** Oldest first, as the imitated chat service holds them now. `undefined` when there is no such channel. */
  chat(channel: string): readonly ChatMessage[] | undefined
  /** The SNS topics with what they were told, the oldest first: those of the lines, and Andon's own. */
  topics(): readonly TopicView[]
  lights(): readonly LightView[]
  deadLetters(): readonly DeadLetter[]
  about(): About
  /** Resolves when nothing is queued or running. Waits in playbooks do not count. */
  idle(): Promise<void>
  /** Calls `listener` after anything that the above may show has changed. Returns the way to stop that. */
  onChange(listener: () => void): () => void
}

/** What the API says; `message` is for people, '' where there is nothing to say. */
export interface ApiReply {
  readonly status: number
  readonly message: string
}

export interface LinesView {
  readonly lines: readonly LineView[]
  /** Who has stopped all machines, and why. Missing: nobody has. */
  readonly machinesStopped?: string
}
export interface LineView {
  readonly name: string
  readonly title: string
  readonly state: LightState
  /** The titles of what stops it. */
  readonly stops: readonly string[]
  /** Who has stopped the machines of this line, and why. Missing: nobody has. */
  readonly machinesStopped?: string
}

/** With the words in which the command prints it. */
export interface ExplainedEvent extends Explanation {
  readonly words: readonly string[]
}

/** An alarm that was set at least once. */
export interface AlarmView {
  readonly name: string
  readonly state: AlarmState
}

export interface IncidentView extends Incident {
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[]
  /**
   * When the wait that is under way for it will have passed, on this machine's clock; absent when there is none. While
   * it is working that is its playbook's; while help is called, the time to answer, after which the line stops.
   */
  readonly waitsUntil?: Instant
  /** How its playbook's run came out; missing: it has none, or nobody can say yet. */
  readonly outcome?: Outcome
  /** Why its playbook does not go on for now, in words for people. */
  readonly held?: string
  /** What could be undone of what a machine did, the last first: the titles of it. */
  readonly undoable: readonly string[]
}
export interface TimelineEntry {
  readonly at: Instant
  readonly kind: EntryKind
  readonly text: string
}

/** A message as the imitated Slack holds it now. */
export interface ChatMessage {
  /** Seconds since 1970 with six decimals: what Slack names a message by. */
  readonly ts: string
  readonly text: string
  readonly blocks?: readonly unknown[] | undefined
  /** How often it was changed since it was posted. */
  readonly edited: number
}

export interface TopicView {
  readonly name: string
  /** Name of the line whose people it calls; absent when it is not a line's. */
  readonly line?: string
  readonly messages: readonly SnsMessage[]
}

export interface CordView {
  readonly name: string
  /** Name of the line that it pulls. */
  readonly line: string
}

export interface LightView {
  readonly name: string
  /** Names of the lines it shows. */
  readonly shows: readonly string[]
  /** The retained command; absent when none was ever given. */
  readonly command?: LightCommand
  /** What the lamp last said of itself, or its last will; absent when it never said anything. */
  readonly report?: LightReport
  /** When the broker took that report: a last will was written as its lamp connected, and says that time. */
  readonly reportedAt?: Instant
}

/** A message that no function could handle. */
export interface DeadLetter {
  readonly queue: string
  readonly body: string
  /** Why it lies here, if the sender said so. */
  readonly reason?: string
  readonly attributes: Readonly<Record<string, string>>
  readonly receiveCount: number
}

export interface About {
  readonly mqttPort: number
  readonly awsPort: number
  /** How many times faster than the clock playbook waits pass and schedules come: 1, or 60 with `--fast`. */
  readonly speed: number
}
