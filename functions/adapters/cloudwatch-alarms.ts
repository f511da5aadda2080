import {
  type AlarmType,
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
} from '@aws-sdk/client-cloudwatch'
import type { DescribedAlarm } from '../domain/described-alarm.ts'
import type { AlarmsInCloudWatch } from '../ports.ts'
import { describedAlarm } from './cloudwatch-described-alarm.ts'

/** As many as CloudWatch takes, and gives, at a time. */
const most = 100

export function cloudwatchAlarms(client: CloudWatchClient): AlarmsInCloudWatch {
  const describe = describing(client)
  return {
    holding: () => describe({ StateValue: 'ALARM' }),

    async named(names) {
      const found: DescribedAlarm[] = []
      for (let i = 0; i < names.length; i += most)
        found.push(...(await describe({ AlarmNames: names.slice(i, i + most) })))
      return found
    },

    async muted() {
      const muted = new Map<string, string>()
      for (const rule of await activeRules(client)) {
        for (const name of await targetsOf(client, rule)) muted.set(name, rule)
      }
      return muted
    },
  }
}

type Which = Omit<DescribeAlarmsCommandInput, 'AlarmTypes' | 'MaxRecords'>

/** CloudWatch tells only of the types that it is asked for. */
function describing(client: CloudWatchClient): (which: Which) => Promise<DescribedAlarm[]> {
  let types: readonly AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm']
  const ask = async (which: Which) => {
    const found: DescribedAlarm[] = []
    for await (const page of pages(client, { ...which, AlarmTypes: [...types], MaxRecords: most })) {
      const all = [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? []), ...(page.LogAlarms ?? [])]
      found.push(...all.flatMap((alarm) => describedAlarm(alarm) ?? []))
    }
    return found
  }
  return async (which) => {
    try {
      return await ask(which)
    } catch (error) {
      // A region that has no log alarms yet refuses to hear of them.
      if (!isRefusedWord(error) || !types.includes('LogAlarm')) throw error
      types = ['MetricAlarm', 'CompositeAlarm']
      return ask(which)
    }
  }
}

async function* pages(client: CloudWatchClient, input: DescribeAlarmsCommandInput) {
  for (let NextToken: string | undefined; ;) {
    const page = await client.send(
      new DescribeAlarmsCommand({ ...input, ...(NextToken !== undefined && { NextToken }) }),
    )
    yield page
    if (page.NextToken === undefined) return
    NextToken = page.NextToken
  }
}

const isRefusedWord = (error: unknown) => error instanceof Error && /^Validation|^InvalidParameter/.test(error.name)

/** None of a rule that somebody has deleted since it was listed. */
async function targetsOf(client: CloudWatchClient, rule: string): Promise<readonly string[]> {
  try {
    const { MuteTargets } = await client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: rule }))
    return MuteTargets?.AlarmNames ?? []
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return []
    throw error
  }
}

/** The names of the mute rules whose window is open now: none in a region that has no mute rules yet. */
async function activeRules(client: CloudWatchClient): Promise<string[]> {
  try {
    return await listActiveRules(client)
  } catch (error) {
    if (error instanceof Error && /^InvalidAction|^UnknownOperation/.test(error.name)) return []
    throw error
  }
}

async function listActiveRules(client: CloudWatchClient): Promise<string[]> {
  const names: string[] = []
  let NextToken: string | undefined
  do {
    const page = await client.send(
      new ListAlarmMuteRulesCommand({ Statuses: ['ACTIVE'], ...(NextToken && { NextToken }) }),
    )
    for (const { AlarmMuteRuleArn = '' } of page.AlarmMuteRuleSummaries ?? [])
      names.push(AlarmMuteRuleArn.replace(/^.*:alarm-mute-rule:/, ''))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return names
}
