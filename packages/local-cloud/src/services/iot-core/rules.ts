import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type RuleAction, type ActionReach, readAction, type TopicRule } from './actions.ts'
import { basicIngest } from './limits.ts'
import { parseRule, type RuleMessage, type RuleStatement, topicMatches } from './sql/rule-statement.ts'
import { NotModelled } from '../../not-modelled.ts'

/** Hands a message to every rule it concerns, before it returns. A rule that fails is logged and harms no other. */
export type TakeByRules = (message: RuleMessage) => void

interface RunnableRule {
  readonly name: string
  readonly statement: RuleStatement
  readonly actions: readonly RuleAction[]
  readonly errorAction: RuleAction | undefined
}

const oneAction = z.record(z.string(), z.unknown())
const rulePayload = z.strictObject({
  Sql: z.string(),
  // Without a version AWS takes 2015-10-08, which reads payloads in another way.
  AwsIotSqlVersion: z.literal('2016-03-23'),
  Description: z.string().optional(),
  RuleDisabled: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).optional(),
  Actions: z.array(oneAction).min(1),
  ErrorAction: oneAction.optional(),
})

/** Throws `NotModelled` when a rule asks for what is not known here. */
export function createTopicRules(
  rules: readonly TopicRule[],
  reach: ActionReach,
  log: (line: string) => void,
): TakeByRules {
  const runnable = rules.flatMap((rule) => readRule(rule, reach) ?? [])
  return (message) => {
    const ingest = basicIngest.exec(message.topic)?.groups
    const seen = ingest === undefined ? message : { ...message, topic: ingest['topic'] ?? '' }
    for (const rule of runnable) {
      const concerned =
        ingest === undefined ? topicMatches(rule.statement.topicFilter, message.topic) : ingest['rule'] === rule.name
      if (concerned) run(rule, seen, log)
    }
  }
}

function readRule(rule: TopicRule, reach: ActionReach): RunnableRule | undefined {
  const { success, data, error } = rulePayload.safeParse(rule.payload)
  if (!success) throw new NotModelled(`Topic rule ${rule.name} is not modelled: ${z.prettifyError(error)}`)
  if (data.RuleDisabled) return undefined
  return {
    name: rule.name,
    statement: parseRule(data.Sql),
    actions: data.Actions.map((action) => readAction(rule, action, reach)),
    errorAction: data.ErrorAction && readAction(rule, data.ErrorAction, reach),
  }
}

function run(rule: RunnableRule, message: RuleMessage, log: (line: string) => void): void {
  const selected = attempt(() => rule.statement.select(message))
  if (selected.fault !== undefined) return log(`topic rule ${rule.name}: its SQL failed: ${selected.fault}`)
  if (selected.value === undefined) return
  for (const action of rule.actions) {
    const { fault } = attempt(() => action.take(selected.value, message))
    if (fault === undefined) continue
    log(`topic rule ${rule.name}: ${action.kind} failed on ${action.resource}: ${fault}`)
    tellOfFailure(rule, action, fault, message, log)
  }
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html */
function tellOfFailure(
  { name, errorAction }: RunnableRule,
  failed: RuleAction,
  errorMessage: string,
  message: RuleMessage,
  log: (line: string) => void,
): void {
  if (errorAction === undefined) return
  const failure = {
    ruleName: name,
    topic: message.topic,
    cloudwatchTraceId: randomUUID(),
    clientId: message.clientId ?? 'N/A',
    base64OriginalPayload: Buffer.from(message.payload).toString('base64'),
    failures: [{ failedAction: failed.kind, failedResource: failed.resource, errorMessage }],
  }
  const { fault } = attempt(() => errorAction.take(failure, message))
  if (fault !== undefined) log(`topic rule ${name}: its error action failed too, the message is lost: ${fault}`)
}

type Attempt<T> =
  | { readonly value: T; readonly fault?: undefined }
  | { readonly value?: undefined; readonly fault: string }

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { value: work() }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}
