import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns'
import type { Sender } from '../sender.ts'
import { saidBySns } from './sns-errors.ts'
import { snsMessage } from './sns-message.ts'

/** @param topicArn of the line's topic */
export function snsSender(client: SNSClient, topicArn: string): Extract<Sender, { can: 'call' }> {
  return {
    can: 'call',
    async call(message) {
      const { line, incident, state } = message.call
      const { subject, message: Message } = snsMessage(message)
      // What subscriptions can be filtered by: a pager for stopped lines alone.
      const MessageAttributes = { line: text(line), state: text(state), incident: text(incident) }
      try {
        await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message, MessageAttributes }))
        return { kind: 'told' }
      } catch (error) {
        return saidBySns(error, topicArn)
      }
    },
  }
}

const text = (value: string) => ({ DataType: 'String', StringValue: value })
