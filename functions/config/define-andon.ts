import type { ChannelConfig } from '../channels/registry.ts'
import type { Duration } from '../domain/duration.ts'
import type { Level } from '../domain/escalation.ts'
import type { NoData } from '../domain/signal.ts'
import type { WeeklyHours } from '../domain/windows.ts'
import type { DetailPattern } from '@andon/event-pattern'
import type { ActionData } from './actions.ts'
import type { Was } from '../domain/line-names.ts'
import type { Trust } from '../domain/trust.ts'
import type { SourceConfig } from './source-config.ts'

/**
 * Everything a platform team decides. Names (the keys) are lower-case letters, digits and dashes, 32 at most: they
 * become MQTT topic levels, IoT thing names and parts of function names.
 */
export interface AndonConfig<
  Line extends string = string,
  Channel extends string = string,
  Playbook extends string = string,
> {
  readonly lines: Readonly<Record<Line, LineConfig<Channel, Playbook>>>
  /**
   * The line of the people who look after Andon's own devices: a lamp that is silent or shows something else, a
   * certificate that ends soon, a button's battery that runs low are incidents there.
   */
  readonly platform: Line
  readonly channels: Readonly<Record<Channel, ChannelConfig>>
  readonly lights: Readonly<Record<string, LightConfig<Line>>>
  readonly cords: Readonly<Record<string, CordConfig<Line>>>
  readonly playbooks: Readonly<Record<Playbook, PlaybookConfig>>
  /**
   * Who else may forward alarms to this Andon, with the stack `andon-forward` (docs/deploying.md). Other regions of this
   * account always may.
   */
  readonly alarmsFrom?: AlarmsFrom
  /**
   * Events other than alarms that open incidents, by the name of the source: `sources.guardDuty({ line: 'platform' })`, or
   * any event of EventBridge (docs/sources.md). An event that several sources take opens one incident, of the first.
   */
  readonly sources?: Readonly<Record<string, SourceConfig<Line, Playbook>>>
}

/** One of the two at least. */
export interface AlarmsFrom {
  /** Ids of accounts, such as `'111122223333'`. */
  readonly accounts?: readonly string[]
  /** All accounts of this organization of AWS Organizations, such as `'o-a1b2c3d4e5'`. */
  readonly organization?: string
}

/** What one team keeps running. */
export interface LineConfig<Channel extends string = string, Playbook extends string = string> {
  /** As people call it. */
  readonly title: string
  /**
   * What this line was called in this file before, if it was renamed: its open incidents then move to the new name, and
   * whoever has subscribed to its SNS topic stays so. Leave it there for good. After a second renaming a list, the first
   * name first: `['shop', 'checkout']`.
   */
  readonly was?: Was
  /**
   * The alarms that are this line's: a pattern over the `detail` of CloudWatch's "Alarm State Change" event, in
   * EventBridge's own pattern language, e.g. `{ alarmName: [{ prefix: 'checkout-' }] }`. It can also ask for the
   * `account`, `region` and `tags` of the alarm. Where several lines match, the first one in this file has it.
   */
  readonly alarms: DetailPattern
  /** Which playbook runs for which of these alarms: the first choice that fits. None: people are called. */
  readonly playbooks?: readonly PlaybookChoice<Playbook>[]
  /** Channels that are told of each of its incidents. */
  readonly channels: readonly Channel[]
  /** How often machines may act on this line within an hour before people are called instead. 20 unless told. */
  readonly machinesPerHour?: number
  /**
   * Who may do what, beyond what everybody may (pull and answer): patterns of names, such as
   * `'iam:arn:aws:iam::*:role/Operators'`. A `*` stands for any text. Nobody, unless named;
   * but whoever IAM lets may stop a line, as anyone may pull its cord.
   */
  readonly may?: May
  /** How long a call for help may stay unanswered before the line stops. Without it the line never stops by itself. */
  readonly answerWithin?: Duration
  /**
   * Whom to call, level by level, while nobody answers (docs/escalation.md). Times count from the call:
   * `[{ tell: 'pager' }, { after: { minutes: 10 }, tell: 'leads', repeat: { every: { minutes: 10 }, times: 3 } }]`. A
   * level names a channel that can call people: PagerDuty, an SNS topic, or a line's own, `'sns:checkout'`.
   */
  readonly escalation?: readonly Level<Channel | `sns:${string}`>[]
  /**
   * When nobody is called to incidents of low severity; they are called once it is over:
   * `[{ zone: 'Europe/Berlin', from: '22:00', to: '07:00' }]`.
   */
  readonly quiet?: readonly WeeklyHours[]
  /**
   * When people work on what the line runs, so that machines wait until it is over:
   * `[{ zone: 'Europe/Berlin', on: ['sun'], from: '02:00', to: '04:00' }]`.
   */
  readonly maintenance?: readonly WeeklyHours[]
  /**
   * Ids of the accounts, and the regions, that an alarm must be of before a machine may act on its word, and in which
   * machines may change anything. Unless told: Andon's own, and for alarms what the choice of a playbook names.
   */
  readonly accounts?: readonly string[]
  readonly regions?: readonly string[]
  /**
   * What becomes of an open incident when its alarm has no data (INSUFFICIENT_DATA): 'keep' leaves it open, 'resolve'
   * ends it, 'help' calls people anew. 'keep' unless told. A machine that waits for its proof calls people in any case.
   */
  readonly noData?: NoData
}

/** By what they do. `run` starts a suggested playbook, and undoes what a machine did. */
export interface May {
  readonly approve?: readonly string[]
  readonly run?: readonly string[]
  readonly stop?: readonly string[]
  readonly start?: readonly string[]
}

export interface PlaybookChoice<Playbook extends string = string> {
  readonly when: DetailPattern
  /**
   * The account and region that the alarm must be of. Without it: those that Andon is deployed in. An alarm of elsewhere
   * that others forward to this account's bus starts nothing unless a choice names where it is of.
   */
  readonly from?: AlarmOrigin
  readonly run: Playbook
}

/** Such as `{ account: '111122223333', region: 'us-east-1' }`. */
export interface AlarmOrigin {
  readonly account: string
  readonly region: string
}

/** A light shows one line, or the most urgent of several. */
export interface LightConfig<Line extends string = string> {
  readonly shows: readonly Line[]
}

/** A cord raises incidents on one line. */
export interface CordConfig<Line extends string = string> {
  readonly pulls: Line
  /** Serial number (DSN) of the AWS IoT Button, or its clone, that is this cord. */
  readonly button?: string
}

/** Countermeasures in the order they are tried. Between them the alarm decides whether there is a next. */
export interface PlaybookConfig {
  readonly title: string
  readonly countermeasures: readonly Countermeasure[]
  /**
   * How far it may go by itself. 'observe': it says what it would have done. 'suggest', unless told: a person may start
   * what it suggests. 'approve': it asks before each act. 'auto': it acts.
   */
  readonly trust?: Trust
  /** How long after it acted on a thing it may act on the same for another incident. 5 minutes unless told. */
  readonly cooldown?: Duration
  /** How often it may act on a line within an hour, for all its alarms, before people are called. 10 unless told, 100 at most. */
  readonly actsPerHour?: number
  /** How its questions are answered. */
  readonly approval?: ApprovalConfig
  /**
   * Of the tasks of one service, or the instances of one Auto Scaling group, how many machines may act on within a time
   * before people are called instead: `{ atMost: 2, percent: 10, within: { hours: 2 } }`. Of the two figures the larger
   * counts, and one member may always be acted on. 1 or 20 % within an hour unless told.
   */
  readonly radius?: RadiusConfig
  /** How often it may be started for one alarm within an hour before people are called instead. 5 unless told. */
  readonly atMostPerHour?: number
}

export interface RadiusConfig {
  readonly atMost?: number
  readonly percent?: number
  readonly within?: Duration
}

export interface ApprovalConfig {
  /** After so long without an answer people are called, and nothing is done. 15 minutes unless told. */
  readonly within?: Duration
  /** Who started it may not approve it, too. */
  readonly twoPeople?: true
}

export interface Countermeasure {
  /** Such as `actions.ecs.redeploy({ cluster, service })`. */
  readonly do: ActionData
  /** How long the alarm has to clear before the next countermeasure is tried. Unless told, as long as fits the action. */
  readonly wait?: Duration
  /**
   * 'undo': once the incident has been resolved for as long as the wait, what was done is undone, if nobody has changed
   * it since. Only for actions that can be undone.
   */
  readonly afterwards?: 'undo'
}

/** Gives `andon.config.ts` its types: names that refer to nothing are errors in the editor. */
export const defineAndon = <
  const Line extends string,
  const Channel extends string,
  const Playbook extends string,
>(config: {
  readonly lines: Readonly<Record<Line, LineConfig<NoInfer<Channel>, NoInfer<Playbook>>>>
  readonly platform: NoInfer<Line>
  readonly channels: Readonly<Record<Channel, ChannelConfig>>
  readonly lights: Readonly<Record<string, LightConfig<NoInfer<Line>>>>
  readonly cords: Readonly<Record<string, CordConfig<NoInfer<Line>>>>
  readonly playbooks: Readonly<Record<Playbook, PlaybookConfig>>
  readonly alarmsFrom?: AlarmsFrom
  readonly sources?: Readonly<Record<string, SourceConfig<NoInfer<Line>, NoInfer<Playbook>>>>
}): AndonConfig<Line, Channel, Playbook> => config

/** In its room, too; configs of the first version import it from here. */
export { slack } from '../channels/slack/slack.ts'
