import { z } from 'zod'
import { NotModelled } from '../not-modelled.ts'
import type { Topic } from '../services/sns/sns.ts'
import type { Template } from '../template/template.ts'

const anything = z.unknown().optional()
const subscription = z.object({ Protocol: z.string() })

/** What a topic may say of itself without anything here being different for it. */
const plain = z.strictObject({
  TopicName: z.string().optional(),
  DisplayName: anything,
  KmsMasterKeyId: anything,
  SignatureVersion: anything,
  Subscription: z.array(subscription).default([]),
  Tags: anything,
  TracingConfig: anything,
})
/** These would have to set something going here; all others lead to people, or away from the laptop. */
const goesOnHere = new Set(['sqs', 'lambda', 'firehose'])

/** The template's topics. Throws `NotModelled` for one that is a FIFO, or that would set something going. */
export function deployedTopics(template: Template): Topic[] {
  for (const { logicalId, properties } of template.ofType('AWS::SNS::Subscription')) {
    refuseMachines(logicalId, [subscription.parse(properties)])
  }
  return template.ofType('AWS::SNS::Topic').map(({ logicalId, properties, arn }) => {
    const { success, data, error } = plain.safeParse(properties)
    if (!success) throw new NotModelled(`The topic ${logicalId} is not modelled: ${z.prettifyError(error)}`)
    refuseMachines(logicalId, data.Subscription)
    return { name: arn.split(':').at(-1) ?? arn, arn }
  })
}

function refuseMachines(logicalId: string, subscriptions: readonly z.infer<typeof subscription>[]): void {
  for (const { Protocol } of subscriptions) {
    if (goesOnHere.has(Protocol)) throw new NotModelled(`${logicalId}: a subscription by ${Protocol} is not modelled`)
  }
}
