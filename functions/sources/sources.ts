import { fromApiAct } from './api-act/parse.ts'
import { rule as apiAct } from './api-act/rule.ts'
import { fromAnswerEvent } from './bus-answer/parse.ts'
import { rule as busAnswer } from './bus-answer/rule.ts'
import { fromPullEvent } from './bus-pull/parse.ts'
import { rule as busPull } from './bus-pull/rule.ts'
import { fromAlarmEvent } from './cloudwatch-alarm/parse.ts'
import { rule as cloudwatchAlarm } from './cloudwatch-alarm/rule.ts'
import { fromAnyEvent } from './configured/parse.ts'
import { rule as configured } from './configured/rule.ts'
import { fromCordMessage } from './cord/parse.ts'
import { rule as cord } from './cord/rule.ts'
import { fromButtonMessage } from './iot-button/parse.ts'
import { rule as iotButton } from './iot-button/rule.ts'
import { fromPagerEvent } from './pager-answer/parse.ts'
import { rule as pagerAnswer } from './pager-answer/rule.ts'
import { fromAlarmSeen } from './reconcile/parse.ts'
import { rule as reconcile } from './reconcile/rule.ts'
import { fromTrouble } from './trouble/parse.ts'
import { rule as trouble } from './trouble/rule.ts'
import type { Source } from './source.ts'

/**
 * Every source there is, by the name of its folder. One more is a folder, and a line here. The first that takes a message
 * reads it.
 */
export const sources: Readonly<Record<string, Source>> = {
  'cloudwatch-alarm': { rule: cloudwatchAlarm, parse: fromAlarmEvent },
  cord: { rule: cord, parse: fromCordMessage },
  'iot-button': { rule: iotButton, parse: fromButtonMessage },
  'bus-pull': { rule: busPull, parse: fromPullEvent },
  'bus-answer': { rule: busAnswer, parse: fromAnswerEvent },
  'pager-answer': { rule: pagerAnswer, parse: fromPagerEvent },
  'api-act': { rule: apiAct, parse: fromApiAct },
  reconcile: { rule: reconcile, parse: fromAlarmSeen },
  trouble: { rule: trouble, parse: fromTrouble },
  configured: { rule: configured, parse: fromAnyEvent },
}
