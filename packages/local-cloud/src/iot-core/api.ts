import { z } from 'zod'
import { type Message } from './message.ts'
import { type ConnectionsApiProps, createConnectionsApi, isConnectionOperation } from './connections-api.ts'
import { publishFault } from './limits.ts'
import { type RetainedMessage, type RetainedMessages } from './retained.ts'
import { type Api, arnOf, AwsError, type Input, type Permission } from '../service.ts'

const publishInput = z.object({
  topic: z.string(),
  qos: z.number().default(0),
  retain: z.boolean().default(false),
  payload: z.instanceof(Uint8Array).default(new Uint8Array()),
})
const topicInput = z.object({ topic: z.string() })

export interface IotDataProps extends ConnectionsApiProps {
  readonly publish: (message: Message) => Promise<void>
  readonly retained: RetainedMessages
}

/**
 * The data plane of AWS IoT Core (`iotdata`): Publish, GetRetainedMessage, ListRetainedMessages, GetConnection,
 * DeleteConnection, SendDirectMessage. Socket information, wills held back and properties of MQTT 5 are not modelled.
 */
export function createIotDataApi({ publish, retained, ...props }: IotDataProps): Api {
  const connections = createConnectionsApi(props)
  return {
    permissionsFor: (operation, input) =>
      isConnectionOperation(operation)
        ? connections.permissionsFor(operation, input)
        : permissionsFor(operation, input),
    async call(operation, input, caller) {
      if (isConnectionOperation(operation)) return connections.call(operation, input, caller)
      switch (operation) {
        case 'Publish':
          return publishOver(publish, input)
        case 'GetRetainedMessage':
          return described(retained.get(read(topicInput, input).topic))
        case 'ListRetainedMessages':
          return { retainedTopics: retained.all().map(summary) }
        default:
          throw notModelled(operation)
      }
    },
  }
}

function permissionsFor(operation: string, input: Input): Permission[] {
  switch (operation) {
    case 'Publish': {
      const { topic, retain } = read(publishInput, input)
      const resource = arnOf('iot', `topic/${topic}`)
      const publish = { action: 'iot:Publish', resource }
      return retain ? [publish, { action: 'iot:RetainPublish', resource }] : [publish]
    }
    case 'GetRetainedMessage':
      return [{ action: 'iot:GetRetainedMessage', resource: arnOf('iot', `topic/${read(topicInput, input).topic}`) }]
    case 'ListRetainedMessages':
      return [{ action: 'iot:ListRetainedMessages', resource: '*' }]
    default:
      throw notModelled(operation)
  }
}

async function publishOver(publish: (message: Message) => Promise<void>, input: Input): Promise<unknown> {
  const { topic, qos, retain, payload } = read(publishInput, input)
  const fault = publishFault({ topic, payload, qos })
  if (fault !== undefined) throw new AwsError('InvalidRequestException', fault)
  await publish({ topic, payload: Buffer.from(payload), qos: qos === 0 ? 0 : 1, retain })
  return {}
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
  return { topic, payload: payload.toString('base64'), qos, lastModifiedTime: lastModified }
}

function read<T>(form: z.ZodType<T>, input: Input): T {
  const { success, data, error } = form.safeParse(input)
  if (success) return data
  throw new AwsError('InvalidRequestException', z.prettifyError(error))
}

const notModelled = (operation: string) =>
  new AwsError('UnknownOperationException', `iotdata:${operation} is not modelled locally`, 501)
