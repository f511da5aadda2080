import { buttonTopic } from '../../../iot/contract/topics.ts'
import type { TopicRule } from '../source.ts'

/** Every press of an AWS IoT Button, or one of its clones. */
export const rule: TopicRule = {
  kind: 'topic',
  name: 'andon_button',
  topics: buttonTopic('+'),
  source: 'andon-button',
}
