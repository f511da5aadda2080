import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { account } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { operation, type Operations } from '../../operation.ts'
import type { Store } from '../../store.ts'

interface Subscription {
  readonly SubscriptionArn: string
  readonly Owner: string
  readonly Protocol: string
  readonly Endpoint: string
  readonly TopicArn: string
}

const subscribe = z.object({
  TopicArn: z.string(),
  Protocol: z.enum(['email', 'email-json', 'sms', 'http', 'https', 'application']),
  Endpoint: z.string().min(1),
  ReturnSubscriptionArn: z.boolean().optional(),
})
const list = z.object({ TopicArn: z.string(), NextToken: z.string().optional() })

/**
 * Who has subscribed to the topics there are. Kept through restarts, each with its topic: when that goes, so does it.
 * People are not asked to confirm, and are told nothing.
 */
export function subscriptionsTo(topics: ReadonlySet<string>, store: Store): Operations {
  const kept = store.collection<Subscription>('sns-subscriptions')
  for (const [key, { TopicArn }] of kept.entries()) if (!topics.has(TopicArn)) kept.delete(key)

  const existing = (topicArn: string) => {
    if (topics.has(topicArn)) return topicArn
    throw new AwsError('NotFound', 'Topic does not exist', 404)
  }
  const on = ({ TopicArn }: { TopicArn: string }) => TopicArn
  return {
    Subscribe: operation({
      takes: subscribe,
      on,
      run({ TopicArn, Protocol, Endpoint }) {
        const SubscriptionArn = `${existing(TopicArn)}:${randomUUID()}`
        kept.put(SubscriptionArn, { SubscriptionArn, Owner: account, Protocol, Endpoint, TopicArn })
        return { SubscriptionArn }
      },
    }),
    ListSubscriptionsByTopic: operation({
      takes: list,
      on,
      run: ({ TopicArn }) => ({
        Subscriptions: kept.entries(`${existing(TopicArn)}:`).map(([, subscription]) => subscription),
      }),
    }),
  }
}
