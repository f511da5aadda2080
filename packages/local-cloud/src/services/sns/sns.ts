import { randomUUID } from 'node:crypto'
import { type CloudClock } from '../../clock.ts'
import { apiOf, invalidBy, operation } from '../../operation.ts'
import type { Api } from '../../api.ts'
import { AwsError } from '../../aws-error.ts'
import { TopicMessages, type SnsMessage } from './kept-messages.ts'
import { publication, toldBy, topicOf } from './publication.ts'
import { subscriptionsTo } from './subscriptions.ts'
import { type Store } from '../../store.ts'

export { type SnsMessage } from './kept-messages.ts'

export interface Topic {
  readonly name: string
  readonly arn: string
}

export interface Sns {
  readonly api: Api
  /** Names, in text order. */
  topics(): string[]
  /** What a topic was told, the oldest first: the newest 200. Throws an Error for a topic that is not there. */
  messages(topicName: string): readonly SnsMessage[]
  /** Calls the listener after each message. Returns the way to stop that. */
  onPublish(listener: (topicName: string) => void): () => void
}

/** Amazon SNS: Publish to the template's topics, and who has subscribed. They are told nothing: no mail leaves a laptop. */
export function createSns(props: { store: Store; clock: CloudClock; topics: readonly Topic[] }): Sns {
  const { store, clock } = props
  const kept = new Map(props.topics.map(({ name }) => [name, new TopicMessages(name, store, clock)]))
  const nameOf = new Map(props.topics.map(({ name, arn }) => [arn, name]))
  const listeners = new Set<(topicName: string) => void>()

  const messagesOf = (topicName: string): TopicMessages => {
    const found = kept.get(topicName)
    if (found !== undefined) return found
    throw new Error(`There is no topic ${topicName}; the topics are: ${[...kept.keys()].join(', ')}`)
  }
  const api = apiOf(
    { prefix: 'sns', invalid: invalidBy('InvalidParameter') },
    {
      Publish: operation({
        takes: publication,
        on: topicOf,
        run(published) {
          const told = toldBy(published)
          const name = nameOf.get(topicOf(published))
          if (name === undefined) throw new AwsError('NotFound', 'Topic does not exist', 404)
          messagesOf(name).keep(told)
          for (const listener of listeners) listener(name)
          return { MessageId: randomUUID() }
        },
      }),
      ...subscriptionsTo(new Set(nameOf.keys()), store),
    },
  )
  return {
    api,
    topics: () => [...kept.keys()].sort(),
    messages: (topicName) => messagesOf(topicName).all(),
    onPublish(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
