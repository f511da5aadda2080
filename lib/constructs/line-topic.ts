import { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { lineTopicName } from '../../functions/channels/sns/sns.ts'

/** Where people of one line are called to it, past chat: they subscribe by mail, text message or pager. */
export class LineTopic extends Topic {
  /** @param line by its name in the config */
  constructor(scope: Construct, id: string, line: string) {
    super(scope, id, { topicName: lineTopicName(line), enforceSSL: true })
  }
}
