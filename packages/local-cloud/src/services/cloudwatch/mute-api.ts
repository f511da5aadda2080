import { z } from 'zod'
import type { CloudClock } from '../../clock.ts'
import { AwsError } from '../../aws-error.ts'
import { NotModelled } from '../../not-modelled.ts'
import { operation, type Operations } from '../../operation.ts'
import { alarmArn } from './event.ts'
import { type MuteRule, type MuteRules, muteRuleArn, muteRuleStatuses, statusOf } from './mute-rules.ts'
import { durationFrom, longestMute, shortestMute, windowStarts } from './mute-schedule.ts'

const name = z.string().min(1).max(255)

const putting = z.object({
  Name: name,
  Description: z.string().max(1024).optional(),
  Rule: z.strictObject({
    Schedule: z.strictObject({
      Expression: z.string().min(1).max(256),
      Duration: z.string().refine(
        (text) => {
          const duration = durationFrom(text) ?? 0
          return duration >= shortestMute && duration <= longestMute
        },
        { error: 'must be an ISO 8601 duration from PT1M to P15D' },
      ),
      Timezone: z.literal('UTC', { error: 'is modelled as UTC only' }).optional(),
    }),
  }),
  MuteTargets: z.strictObject({ AlarmNames: z.array(name).max(100) }).optional(),
  StartDate: z.date().optional(),
  ExpireDate: z.date().optional(),
})

const listing = z.object({
  AlarmName: name.optional(),
  Statuses: z.array(z.enum(muteRuleStatuses)).optional(),
  MaxRecords: z.int().min(1).max(100).default(50),
  NextToken: z.string().regex(/^\d+$/).optional(),
})
const byName = z.object({ AlarmMuteRuleName: name })
const itsArn = ({ AlarmMuteRuleName }: z.output<typeof byName>) => muteRuleArn(AlarmMuteRuleName)

/** CloudWatch's calls for mute rules. */
export const muteRuleOperations = (rules: MuteRules, clock: CloudClock): Operations => ({
  PutAlarmMuteRule: operation({
    takes: putting,
    on: ({ Name, MuteTargets }) => [muteRuleArn(Name), ...(MuteTargets?.AlarmNames ?? []).map(alarmArn)],
    run: (request) => rules.put(ruleFrom(request, clock.now())),
  }),
  GetAlarmMuteRule: operation({
    takes: byName,
    on: itsArn,
    run({ AlarmMuteRuleName }) {
      const rule = rules.get(AlarmMuteRuleName)
      if (rule === undefined) {
        throw new AwsError('ResourceNotFoundException', `There is no mute rule ${AlarmMuteRuleName}`, 404)
      }
      return describedRule(rule, clock.now())
    },
  }),
  DeleteAlarmMuteRule: operation({
    takes: byName,
    on: itsArn,
    run: ({ AlarmMuteRuleName }) => rules.delete(AlarmMuteRuleName),
  }),
  ListAlarmMuteRules: operation({
    takes: listing,
    run({ AlarmName, Statuses, MaxRecords, NextToken = '0' }) {
      const fitting = rules
        .all()
        .filter(({ alarms }) => AlarmName === undefined || alarms.includes(AlarmName))
        .map((rule) => summary(rule, clock.now()))
        .filter(({ Status }) => Statuses === undefined || Statuses.includes(Status))
      const next = Number(NextToken) + MaxRecords
      return {
        AlarmMuteRuleSummaries: fitting.slice(Number(NextToken), next),
        ...(next < fitting.length && { NextToken: String(next) }),
      }
    },
  }),
})

function ruleFrom(request: z.output<typeof putting>, updatedAt: number): MuteRule {
  const { Name, Description, Rule, MuteTargets, StartDate, ExpireDate } = request
  const { Expression: expression, Duration: duration } = Rule.Schedule
  requireSchedule(expression)
  return {
    name: Name,
    description: Description,
    expression,
    duration,
    alarms: MuteTargets?.AlarmNames ?? [],
    startsAt: StartDate?.getTime(),
    expiresAt: ExpireDate?.getTime(),
    updatedAt,
  }
}

function requireSchedule(expression: string): void {
  try {
    if (windowStarts(expression) !== undefined) return
  } catch (error) {
    if (error instanceof NotModelled) throw new AwsError('UnsupportedOperation', error.message, 501)
    throw error
  }
  throw new AwsError('ValidationException', `${expression} is neither at(yyyy-MM-ddThh:mm) nor cron(…) of five fields`)
}

const summary = (rule: MuteRule, now: number) => ({
  AlarmMuteRuleArn: muteRuleArn(rule.name),
  ...(rule.expiresAt !== undefined && { ExpireDate: new Date(rule.expiresAt) }),
  Status: statusOf(rule, now),
  MuteType: rule.expression.startsWith('at(') ? 'ONE_TIME' : 'RECURRING',
  LastUpdatedTimestamp: new Date(rule.updatedAt),
})

const describedRule = (rule: MuteRule, now: number) => ({
  ...summary(rule, now),
  Name: rule.name,
  Description: rule.description,
  Rule: { Schedule: { Expression: rule.expression, Duration: rule.duration, Timezone: 'UTC' } },
  MuteTargets: { AlarmNames: rule.alarms },
  ...(rule.startsAt !== undefined && { StartDate: new Date(rule.startsAt) }),
})
