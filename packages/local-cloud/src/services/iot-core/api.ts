import { z } from 'zod'
import { type MqttMessage } from './message.ts'
import { connectionOperations, type ConnectionsApiProps } from './connections-api.ts'
import { publishFault } from './limits.ts'
import { type RetainedMessage, type RetainedMessages } from './retained.ts'
import { apiOf, invalidBy, operation } from '../../operation.ts'
import type { Api } from '../../api.ts'
import { arnOf } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'

export interface IotDataProps extends ConnectionsApiProps {
  readonly publish: (message: MqttMessage) => Promise<void>
  readonly retained: RetainedMessages
}

/**
 * The data plane of AWS IoT Core (`iotdata`): Publish, GetRetainedMessage, ListRetainedMessages, GetConnection,
 * DeleteConnection, SendDirectMessage. Socket information, wills held back and properties of MQTT 5 are not modelled.
 */
export function createIotDataApi({ publish, retained, ...props }: IotDataProps): Api {
  const takesTopic = z.object({ topic: z.string() })
  return apiOf(
    { prefix: 'iot', invalid: invalidBy('InvalidRequestException') },
    {
      ...connectionOperations(props),
      Publish: operation({
        takes: publication,
        needs: ({ topic, retain }) =>
          ['Publish', ...(retain ? ['RetainPublish'] : [])].map((name) => ({
            action: `iot:${name}`,
            resource: topicArn(topic),
          })),
        run: (message) => publishOver(publish, message),
      }),
      GetRetainedMessage: operation({
        takes: takesTopic,
        on: ({ topic }) => topicArn(topic),
        run: ({ topic }) => described(retained.get(topic)),
      }),
      ListRetainedMessages: operation({
        takes: z.object({}),
        run: () => ({ retainedTopics: retained.all().map(summary) }),
      }),
    },
  )
}

const publication = z.object({
  topic: z.string(),
  qos: z.number().default(0),
  retain: z.boolean().default(false),
  payload: z.instanceof(Uint8Array).default(new Uint8Array()),
})
const topicArn = (topic: string) => arnOf('iot', `topic/${topic}`)

async function publishOver(publish: (message: MqttMessage) => Promise<void>, message: z.infer<typeof publication>) {
  const { topic, qos, retain, payload } = message
  const fault = publishFault({ topic, payload, qos })
  if (fault !== undefined) throw new AwsError('InvalidRequestException', fault)
  await publish({ topic, payload: Buffer.from(payload), qos: qos === 0 ? 0 : 1, retain })
}

const summary = ({ topic, payload, qos, lastModified }: RetainedMessage) => ({
  topic,
  payloadSize: payload.length,
  qos,
  lastModifiedTime: lastModified,
})

function described(message: RetainedMessage | undefined) {
  if (message === undefined) throw new AwsError('ResourceNotFoundException', 'No retained message on this topic.', 404)
  const { topic, payload, qos, lastModified } = message
  return { topic, payload, qos, lastModifiedTime: lastModified }
}
