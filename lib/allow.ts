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

/** Of the 10,240 characters that a role's own policies may have in all: no role has more than two such lists. */
const mostCharacters = 4000
/** Around a name in an ARN, at most: `"arn:aws-us-gov:iot:ap-southeast-1:123456789012:topic/andon/lights//command",`. */
const aroundName = 80

/** The ARN of each; of more than a role's policy can name, the pattern that they all match. */
export function eachOrAll(names: readonly string[], arnOf: (name: string) => string): string[] {
  const characters = names.reduce((sum, name) => sum + name.length + aroundName, 0)
  return characters > mostCharacters ? [arnOf('*')] : names.map(arnOf)
}
