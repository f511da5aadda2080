import { pullTopic } from '../../../iot/contract/topics.ts'
import type { TopicRule } from '../source.ts'

/** Every pull of a cord that speaks MQTT. */
export const rule: TopicRule = {
  kind: 'topic',
  name: 'andon_cord',
  topics: pullTopic('+'),
  source: 'andon-cord',
}
