import { z } from 'zod'
import type { Input } from '../../api.ts'
import { NotModelled } from '../../not-modelled.ts'

/** Means something in the cloud only: encryption at rest, bills, throughput. */
const ofTheCloud = z.optional(z.unknown())

/** Of AWS::SQS::Queue, with SQS's defaults. */
const queueProperties = z.strictObject({
  QueueName: z.optional(z.string()),
  VisibilityTimeout: z.number().default(30),
  DelaySeconds: z.number().default(0),
  ReceiveMessageWaitTimeSeconds: z.number().default(0),
  MaximumMessageSize: z.number().default(1024 * 1024),
  // Told by GetQueueAttributes, and otherwise ignored: what a laptop slept through for a week is not lost on it.
  MessageRetentionPeriod: z.number().default(345_600),
  FifoQueue: z.boolean().default(false),
  ContentBasedDeduplication: z.boolean().default(false),
  DeduplicationScope: z.enum(['queue', 'messageGroup']).default('queue'),
  RedrivePolicy: z.exactOptional(
    z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number().int().positive() }),
  ),
  FifoThroughputLimit: ofTheCloud,
  KmsDataKeyReusePeriodSeconds: ofTheCloud,
  KmsMasterKeyId: ofTheCloud,
  SqsManagedSseEnabled: ofTheCloud,
  Tags: ofTheCloud,
})
export type QueueProperties = z.infer<typeof queueProperties>

export interface QueueNames {
  readonly name: string
  readonly arn: string
  readonly url: string
}

/** Throws `NotModelled`, naming the property. */
export function defineQueue(properties: Input, { name }: Pick<QueueNames, 'name'>): QueueProperties {
  const parsed = queueProperties.safeParse(properties)
  if (!parsed.success) throw new NotModelled(`The queue ${name}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** As GetQueueAttributes tells them. */
export function queueAttributes(properties: QueueProperties): Record<string, string> {
  const { FifoQueue, ContentBasedDeduplication, DeduplicationScope, RedrivePolicy } = properties
  return {
    VisibilityTimeout: String(properties.VisibilityTimeout),
    DelaySeconds: String(properties.DelaySeconds),
    ReceiveMessageWaitTimeSeconds: String(properties.ReceiveMessageWaitTimeSeconds),
    MaximumMessageSize: String(properties.MaximumMessageSize),
    MessageRetentionPeriod: String(properties.MessageRetentionPeriod),
    ...(RedrivePolicy && { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
    ...(FifoQueue && {
      FifoQueue: 'true',
      ContentBasedDeduplication: String(ContentBasedDeduplication),
      DeduplicationScope,
    }),
  }
}
