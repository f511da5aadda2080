import { type CloudWatchClient, ListAlarmMuteRulesCommand } from '@aws-sdk/client-cloudwatch'
import type { ReadMuted } from '../ports.ts'

/** Whether a mute rule is active for an alarm: one call. None in a region that has no mute rules yet. */
export const cloudwatchMuted =
  (client: CloudWatchClient): ReadMuted =>
  async (alarm) => {
    try {
      const { AlarmMuteRuleSummaries: [active] = [] } = await client.send(
        new ListAlarmMuteRulesCommand({ AlarmName: alarm, Statuses: ['ACTIVE'], MaxRecords: 1 }),
      )
      return active && { by: (active.AlarmMuteRuleArn ?? 'a rule').replace(/^.*:alarm-mute-rule:/, '') }
    } catch (error) {
      if (error instanceof Error && /^InvalidAction|^UnknownOperation/.test(error.name)) return undefined
      throw error
    }
  }
