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
