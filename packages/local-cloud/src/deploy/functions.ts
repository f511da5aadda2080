import { z } from 'zod'
import type { Lambda } from '../services/lambda/lambda.ts'
import type { FunctionDefinition } from '../services/lambda/function.ts'
import type { Template } from '../template/template.ts'

const code = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string(),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
  DeadLetterConfig: z.object({ TargetArn: z.string() }).optional(),
  DurableConfig: z.object({ ExecutionTimeout: z.number(), RetentionPeriodInDays: z.number().optional() }).optional(),
})

const invokeConfig = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.number().optional(),
  MaximumEventAgeInSeconds: z.number().optional(),
  DestinationConfig: z
    .object({
      OnFailure: z.object({ Destination: z.string() }).optional(),
      OnSuccess: z.object({ Destination: z.string() }).optional(),
    })
    .optional(),
})

/** Defines the template's functions; versions and aliases all are the one bundle there is. */
export function deployFunctions(template: Template, lambda: Lambda): void {
  const seldom = seldomIn(template)
  for (const { ref: name, arn, properties } of template.ofType('AWS::Lambda::Function')) {
    const { Code, Handler, Runtime, Timeout, MemorySize, Environment, DeadLetterConfig, DurableConfig } =
      code.parse(properties)
    lambda.defineFunction({
      name,
      arn,
      directory: template.assetDirectory(Code.S3Key),
      handler: Handler,
      environment: Environment?.Variables ?? {},
      timeoutSeconds: Timeout,
      memoryMb: MemorySize,
      runtime: Runtime,
      ...(seldom.has(arn) && { seldom: true }),
      ...(DeadLetterConfig && { deadLetterArn: DeadLetterConfig.TargetArn }),
      ...(DurableConfig && { durable: durableOf(DurableConfig) }),
      ...asynchronousOf(template, name),
    })
  }
}

function durableOf({
  ExecutionTimeout,
  RetentionPeriodInDays,
}: {
  ExecutionTimeout: number
  RetentionPeriodInDays?: number | undefined
}) {
  return {
    executionTimeoutSeconds: ExecutionTimeout,
    ...(RetentionPeriodInDays !== undefined && { retentionDays: RetentionPeriodInDays }),
  }
}

function asynchronousOf(template: Template, name: string): Pick<FunctionDefinition, 'asynchronous'> {
  const config = template
    .ofType('AWS::Lambda::EventInvokeConfig')
    .map(({ properties }) => invokeConfig.parse(properties))
    .find(({ FunctionName }) => FunctionName === name)
  if (config === undefined) return {}
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, DestinationConfig } = config
  const onFailure = DestinationConfig?.OnFailure?.Destination
  const onSuccess = DestinationConfig?.OnSuccess?.Destination
  return {
    asynchronous: {
      ...(retries !== undefined && { retries }),
      ...(age !== undefined && { maxEventAgeSeconds: age }),
      ...(onFailure !== undefined && { onFailure }),
      ...(onSuccess !== undefined && { onSuccess }),
    },
  }
}

const mapping = z.object({ FunctionName: z.string() })
const rule = z.object({
  ScheduleExpression: z.string().optional(),
  Targets: z.array(z.object({ Arn: z.string() })).default([]),
})

/** Names and ARNs of the functions that a queue, a stream or each minute calls: these are wanted again at once. */
export function fedIn(template: Template): string[] {
  const mapped = template.ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => mapping.parse(properties))
  return [...mapped.map(({ FunctionName }) => FunctionName), ...calledBy(template, isEachMinute)]
}

/** ARNs of the functions that nothing calls but rules, less often than each minute. */
function seldomIn(template: Template): ReadonlySet<string> {
  const fed = new Set(fedIn(template))
  return new Set(calledBy(template, (each) => !isEachMinute(each)).filter((arn) => !fed.has(arn)))
}

const isEachMinute = ({ ScheduleExpression }: z.infer<typeof rule>) => ScheduleExpression === 'rate(1 minute)'

const calledBy = (template: Template, which: (each: z.infer<typeof rule>) => boolean): string[] =>
  template
    .ofType('AWS::Events::Rule')
    .map(({ properties }) => rule.parse(properties))
    .filter(which)
    .flatMap(({ Targets }) => Targets.map(({ Arn }) => Arn))
    .filter((arn) => arn.startsWith('arn:aws:lambda:'))
