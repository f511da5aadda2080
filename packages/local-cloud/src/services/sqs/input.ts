import { z } from 'zod'
import { AwsError } from '../../aws-error.ts'

const attribute = z.strictObject({
  DataType: z
    .string()
    .regex(/^(String|Number)(\..+)?$/, 'must be of the type String or Number; Binary is not modelled'),
  StringValue: z.string().min(1),
})
const message = {
  MessageBody: z.string(),
  DelaySeconds: z.optional(z.number()),
  MessageAttributes: z.optional(z.record(z.string(), attribute)),
  MessageDeduplicationId: z.optional(z.string().min(1).max(128)),
  MessageGroupId: z.optional(z.string().min(1).max(128)),
}
const names = z.optional(z.array(z.string()))
const url = { QueueUrl: z.string() }
const receipt = { ReceiptHandle: z.string() }
const batch = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ ...url, Entries: z.array(z.strictObject({ Id: z.string(), ...shape })) })

/** What each operation takes. */
export const inputs = {
  SendMessage: z.object({ ...url, ...message }),
  SendMessageBatch: batch(message),
  ReceiveMessage: z.strictObject({
    ...url,
    MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
    VisibilityTimeout: z.optional(z.number().int().min(0).max(43_200)),
    WaitTimeSeconds: z.optional(z.number().int().min(0).max(20)),
    AttributeNames: names,
    MessageSystemAttributeNames: names,
    MessageAttributeNames: names,
  }),
  DeleteMessage: z.object({ ...url, ...receipt }),
  DeleteMessageBatch: batch(receipt),
  ChangeMessageVisibility: z.object({ ...url, ...receipt, VisibilityTimeout: z.number() }),
  ChangeMessageVisibilityBatch: batch({ ...receipt, VisibilityTimeout: z.number() }),
  GetQueueAttributes: z.object({ ...url, AttributeNames: names }),
  GetQueueUrl: z.object({ QueueName: z.string(), QueueOwnerAWSAccountId: z.optional(z.string()) }),
  ListQueues: z.object({ QueueNamePrefix: z.optional(z.string()) }),
  PurgeQueue: z.object(url),
}

/** SQS tells apart what is missing and what is wrong. */
export function invalid({ issues: [issue] }: z.ZodError): AwsError {
  const path = issue?.path.join('.') ?? ''
  if (issue?.code === 'invalid_type' && issue.input === undefined) {
    return new AwsError('MissingParameter', `The request must contain the parameter ${path}.`)
  }
  return new AwsError('InvalidParameterValue', `Value for parameter ${path} is invalid. Reason: ${issue?.message}`)
}
