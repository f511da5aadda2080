import { z } from 'zod'
import { AwsError, type Input } from '../service.ts'

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
  z.strictObject({ ...url, Entries: z.array(z.strictObject({ Id: z.string(), ...shape })) })

/** What each operation takes. What is missing here is refused rather than ignored. */
export const inputs = {
  SendMessage: z.strictObject({ ...url, ...message }),
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
  DeleteMessage: z.strictObject({ ...url, ...receipt }),
  DeleteMessageBatch: batch(receipt),
  ChangeMessageVisibility: z.strictObject({ ...url, ...receipt, VisibilityTimeout: z.number() }),
  ChangeMessageVisibilityBatch: batch({ ...receipt, VisibilityTimeout: z.number() }),
  GetQueueAttributes: z.strictObject({ ...url, AttributeNames: names }),
  GetQueueUrl: z.strictObject({ QueueName: z.string(), QueueOwnerAWSAccountId: z.optional(z.string()) }),
  ListQueues: z.strictObject({ QueueNamePrefix: z.optional(z.string()) }),
  PurgeQueue: z.strictObject(url),
}

/** Throws `AwsError`. */
export function parse<Shape>(shape: z.ZodType<Shape>, input: Input): Shape {
  const parsed = shape.safeParse(input, { reportInput: true })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = issue?.path.join('.') ?? ''
  if (issue?.code === 'unrecognized_keys') {
    throw new AwsError('UnsupportedOperation', `Not modelled on the laptop: ${path} ${issue.keys.join(', ')}`)
  }
  if (issue?.code === 'invalid_type' && issue.input === undefined) {
    throw new AwsError('MissingParameter', `The request must contain the parameter ${path}.`)
  }
  throw new AwsError('InvalidParameterValue', `Value for parameter ${path} is invalid. Reason: ${issue?.message}`)
}
