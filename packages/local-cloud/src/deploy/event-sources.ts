import { z } from 'zod'
import type { EventSources } from '../services/lambda/event-sources/event-sources.ts'
import type { RoleCheck } from '../services/iam/role-check.ts'
import { arnOf } from '../arn.ts'
import type { Resource, Template } from '../template/template.ts'

const mapping = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().default(10),
  BisectBatchOnFunctionError: z.boolean().optional(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }) }).optional(),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).optional(),
  MaximumBatchingWindowInSeconds: z.literal(0).optional(),
  MaximumRecordAgeInSeconds: z.number().optional(),
  MaximumRetryAttempts: z.number().optional(),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).default('LATEST'),
  Tags: z.unknown(),
})

/** What Lambda's own pollers need of the function's role; without it they would stand still, and so it is refused. */
const pollers = {
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  dynamodb: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
} as const

/** How many batches a laptop with two cores works on at once, however many AWS would. */
const atOnce = 2

/** Connects the template's functions to their queues and streams. Throws `AwsError` when a role does not allow it. */
export function deployEventSources(template: Template, sources: EventSources, roleCheck: RoleCheck): void {
  for (const resource of template.ofType('AWS::Lambda::EventSourceMapping')) deploy(resource, sources, roleCheck)
}

function deploy({ logicalId, properties }: Resource, sources: EventSources, roleCheck: RoleCheck): void {
  const {
    EventSourceArn: sourceArn,
    FunctionName: name,
    BatchSize: batchSize,
    BisectBatchOnFunctionError: bisectOnError,
    DestinationConfig: destinations,
    FilterCriteria: criteria,
    FunctionResponseTypes: reports,
    MaximumRetryAttempts: maximumRetryAttempts,
    ScalingConfig: scaling,
    StartingPosition: startingPosition,
  } = mapping.parse(properties)
  const isQueue = sourceArn.startsWith('arn:aws:sqs:')
  const permissions = pollers[isQueue ? 'sqs' : 'dynamodb'].map((action) => ({ action, resource: sourceArn }))
  roleCheck.check({ kind: 'function', name }, permissions)

  const common = {
    id: logicalId,
    functionArn: arnOf('lambda', `function:${name}`),
    batchSize,
    reportsFailures: reports !== undefined,
    ...(criteria && { filters: criteria.Filters.map(({ Pattern }) => JSON.parse(Pattern)) }),
  }
  if (isQueue) {
    const concurrency = Math.min(atOnce, scaling?.MaximumConcurrency ?? atOnce)
    return sources.mapQueue({ ...common, queueArn: sourceArn, concurrency })
  }
  const onFailure = destinations?.OnFailure.Destination
  sources.mapStream({
    ...common,
    streamArn: sourceArn,
    startingPosition,
    ...(maximumRetryAttempts !== undefined && { maximumRetryAttempts }),
    ...(bisectOnError !== undefined && { bisectOnError }),
    ...(onFailure !== undefined && { onFailure }),
  })
}
