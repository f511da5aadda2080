import { z } from 'zod'
import type { CloudClock } from '../../clock.ts'
import type { Api } from '../../api.ts'
import { AwsError } from '../../aws-error.ts'
import { apiOf, invalidBy, operation, type Operations } from '../../operation.ts'
import type { KnownAlarm } from './alarm.ts'
import { describedAlarms, describing } from './described.ts'
import { alarmArn, alarmStates } from './event.ts'
import { muteRuleOperations } from './mute-api.ts'
import type { MuteRules } from './mute-rules.ts'

export interface ApiParts {
  readonly clock: CloudClock
  readonly rules: MuteRules
  /** In text order of the names. */
  readonly alarms: () => readonly KnownAlarm[]
  readonly has: (name: string) => boolean
  readonly set: (name: string, change: { state: (typeof alarmStates)[number]; reason: string }) => void
  readonly delete: (name: string) => void
}

const alarmName = z.string().min(1).max(255)

/**
 * CloudWatch's alarms and mute rules, as far as they can be looked at, set and muted. Which permissions a call needs, on
 * what, is from https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export const cloudWatchApi = (parts: ApiParts): Api =>
  apiOf(
    { prefix: 'cloudwatch', invalid: invalidBy('ValidationException') },
    { ...alarmOperations(parts), ...muteRuleOperations(parts.rules, parts.clock) },
  )

const alarmOperations = ({ alarms, has, set, delete: remove }: ApiParts): Operations => ({
  DescribeAlarms: operation({
    takes: describing,
    // AWS shows composite alarms only to who may see all.
    on: ({ AlarmTypes = [] }) => (AlarmTypes.includes('CompositeAlarm') ? '*' : alarmArn('*')),
    run: (request) => describedAlarms(alarms(), request),
  }),
  SetAlarmState: operation({
    takes: z.object({
      AlarmName: alarmName,
      StateValue: z.enum(alarmStates),
      StateReason: z.string().max(1023),
      StateReasonData: z.string().max(4000).optional(),
    }),
    on: ({ AlarmName }) => alarmArn(AlarmName),
    run({ AlarmName, StateValue: state, StateReason: reason }) {
      if (!has(AlarmName)) throw new AwsError('ResourceNotFound', `Unknown alarm ${AlarmName}`, 404)
      set(AlarmName, { state, reason })
    },
  }),
  DeleteAlarms: operation({
    takes: z.object({ AlarmNames: z.array(alarmName).max(100) }),
    on: ({ AlarmNames }) => AlarmNames.map(alarmArn),
    run({ AlarmNames: names }) {
      const unknown = names.filter((name) => !has(name))
      if (unknown.length > 0) throw new AwsError('ResourceNotFound', `Unknown alarms ${unknown.join(', ')}`, 404)
      names.forEach(remove)
    },
  }),
})
