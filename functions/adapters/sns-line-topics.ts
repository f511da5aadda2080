import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns'
import type { LineTopics } from '../ports.ts'
import { announcementInWords } from './announcement-in-words.ts'

/** @param prefix of the topics' ARNs; the line's name follows */
export function snsLineTopics(client: SNSClient, prefix: string): LineTopics {
  return {
    async publish(announcement) {
      const { line, incident, state } = announcement.call
      const { subject, message } = announcementInWords(announcement)
      await client.send(
        new PublishCommand({
          TopicArn: `${prefix}${line}`,
          Subject: subject,
          Message: message,
          // What subscriptions can be filtered by: a pager for stopped lines alone.
          MessageAttributes: { line: text(line), state: text(state), incident: text(incident) },
        }),
      )
    },
  }
}

const text = (value: string) => ({ DataType: 'String', StringValue: value })
