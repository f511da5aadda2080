import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'

/** Permission for exactly these actions, as IAM names them, on exactly these ARNs. */
export const allow = (actions: readonly string[], ...resources: string[]) =>
  new PolicyStatement({ actions: [...actions], resources })

/** What Lambda needs to bring a queue's messages to a function, and the function to keep some for later. */
export const mayConsume = (queue: IQueue) =>
  allow(
    ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
    queue.queueArn,
  )

/** A role's own policies may have 10,240 characters in all, and an ARN takes about 90 of them. */
const mostNamed = 40

/** The ARN of each; of more than a role's policy can name, the pattern that they all match. */
export const eachOrAll = (names: readonly string[], arnOf: (name: string) => string): string[] =>
  names.length > mostNamed ? [arnOf('*')] : names.map(arnOf)
