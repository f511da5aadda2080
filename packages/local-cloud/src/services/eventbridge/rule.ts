import { z } from 'zod'
import { BadPattern, compilePattern } from '@andon/event-pattern'
import { scheduleFrom, type Schedule } from './schedule.ts'
import { inputFrom, type MakeInput } from './input.ts'
import { NotModelled } from '../../not-modelled.ts'
import { targetProperties } from './target-properties.ts'
import type { Resource, Template } from '../../template/template.ts'

const ruleProperties = z.object({
  EventBusName: z.string().default('default'),
  EventPattern: z.unknown().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default('ENABLED'),
  Targets: z.array(z.unknown()).default([]),
})

export interface Target {
  readonly id: string
  readonly arn: string
  readonly roleArn: string | undefined
  readonly makeInput: MakeInput
  readonly groupId: string | undefined
  readonly deadLetterArn: string | undefined
  /** After the first try. */
  readonly maxRetries: number
  /** Milliseconds from the event's arrival, after which it is not tried again. */
  readonly maxAge: number
}

export interface Rule {
  readonly arn: string
  readonly name: string
  readonly bus: string
  /** False for every event when the rule has no pattern. */
  readonly matches: (event: unknown) => boolean
  readonly schedule: Schedule | undefined
  readonly targets: readonly Target[]
}

/** The enabled rules of a template. Throws `NotModelled` for what cannot be played, an Error for a bad pattern. */
export function rulesOf(template: Template): Rule[] {
  return template.ofType('AWS::Events::Rule').flatMap((resource) => {
    const properties = ruleProperties.parse(resource.properties)
    if (properties.State === 'DISABLED') return []
    const { EventPattern, ScheduleExpression } = properties
    const name = resource.ref.replace(/^.*\|/, '')
    const rule = { arn: resource.arn, name, bus: busName(properties.EventBusName) }
    return [
      {
        ...rule,
        matches: EventPattern === undefined ? () => false : patternOf(resource, EventPattern),
        schedule: ScheduleExpression === undefined ? undefined : scheduleFrom(ScheduleExpression, resource.logicalId),
        targets: properties.Targets.map((target) => targetFrom(target, resource, rule)),
      },
    ]
  })
}

/** A bus is named by its name or by its ARN. */
export const busName = (nameOrArn: string) => nameOrArn.replace(/^.*event-bus\//, '')

function patternOf({ logicalId }: Resource, pattern: unknown) {
  try {
    return compilePattern(pattern)
  } catch (error) {
    if (error instanceof BadPattern)
      throw new Error(`The event pattern of ${logicalId}: ${error.message}`, { cause: error })
    throw error
  }
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const mostRetries = 185
const mostSeconds = 24 * 60 * 60

function targetFrom(value: unknown, { logicalId }: Resource, rule: Pick<Rule, 'arn' | 'name'>): Target {
  const parsed = targetProperties.safeParse(value)
  if (!parsed.success) {
    throw new NotModelled(`A target of the rule ${logicalId} is not modelled: ${z.prettifyError(parsed.error)}`)
  }
  const { Id, Arn, RoleArn, SqsParameters, RetryPolicy, DeadLetterConfig } = parsed.data
  if (!/^arn:aws:(sqs|lambda|events):/.test(Arn)) {
    throw new NotModelled(`The target ${Arn} of the rule ${logicalId} is not modelled: a queue, a function or a bus is`)
  }
  return {
    id: Id,
    arn: Arn,
    roleArn: RoleArn,
    makeInput: inputFrom(parsed.data, rule, logicalId),
    groupId: SqsParameters?.MessageGroupId,
    deadLetterArn: DeadLetterConfig?.Arn,
    maxRetries: RetryPolicy?.MaximumRetryAttempts ?? mostRetries,
    maxAge: (RetryPolicy?.MaximumEventAgeInSeconds ?? mostSeconds) * 1000,
  }
}
