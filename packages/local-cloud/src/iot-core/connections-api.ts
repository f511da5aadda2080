import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Connections, Standing } from './connections.ts'
import { sendConfirmed, sendUnconfirmed } from './direct-message.ts'
import { longestClientId, publishFault } from './limits.ts'
import type { MayClient } from './policy.ts'
import type { Clock } from '../clock.ts'
import { type Api, arnOf, AwsError, type Input } from '../service.ts'

export interface ConnectionsApiProps {
  readonly connections: Connections
  readonly mayClient: MayClient
  readonly clock: Clock
}

const clientId = z
  .string()
  .regex(/^[^$]/, 'a client id begins with another character than $')
  .refine((id) => Buffer.byteLength(id) <= longestClientId, `a client id has at most ${longestClientId} bytes`)
const forms = {
  GetConnection: z.object({ clientId, includeSocketInformation: z.literal(false).optional() }),
  DeleteConnection: z.object({
    clientId,
    cleanSession: z.boolean().default(false),
    preventWillMessage: z.boolean().default(false),
  }),
  SendDirectMessage: z.object({
    clientId,
    topic: z.string(),
    confirmation: z.boolean().default(false),
    /** Seconds. */
    timeout: z.int().min(1).max(15).default(5),
    payload: z.instanceof(Uint8Array),
  }),
}
export type ConnectionOperation = keyof typeof forms

export const isConnectionOperation = (operation: string): operation is ConnectionOperation =>
  Object.hasOwn(forms, operation)

/** What of the data plane is about one client's connection: whether it is there, ending it, speaking with it alone. */
export function createConnectionsApi(props: ConnectionsApiProps): Api {
  return {
    permissionsFor(operation, input) {
      const { clientId: id } = read(z.object({ clientId }), input)
      return [{ action: `iot:${operation}`, resource: arnOf('iot', `client/${id}`) }]
    },
    async call(operation, input) {
      switch (operation) {
        case 'GetConnection':
          return described(props, input)
        case 'DeleteConnection':
          return end(props, input)
        default:
          return sendDirectly(props, input)
      }
    },
  }
}

function described({ connections }: ConnectionsApiProps, input: Input) {
  const { clientId: id } = read(forms.GetConnection, input)
  const { connected, since, clean } = known(connections, id)
  const at = connected ? { connectedSince: since } : { disconnectedSince: since }
  return { clientId: id, connected, cleanSession: clean, ...at }
}

/** Unless told otherwise, the broker publishes the client's last will, as when the client had not ended it itself. */
async function end({ connections }: ConnectionsApiProps, input: Input) {
  const { clientId: id, cleanSession, preventWillMessage } = read(forms.DeleteConnection, input)
  const { client, clean } = present(connections, id)
  if (cleanSession && !clean) {
    throw new AwsError('InvalidRequestException', 'Ending a persistent session is not modelled locally', 501)
  }
  // aedes has no other way to say so.
  if (preventWillMessage) Reflect.set(client, 'will', null)
  await new Promise<void>((resolve) => client.close(resolve))
  return {}
}

async function sendDirectly({ connections, mayClient, clock }: ConnectionsApiProps, input: Input) {
  const { clientId: id, confirmation, timeout, ...message } = read(forms.SendDirectMessage, input)
  const fault = publishFault({ ...message, qos: 1 })
  if (fault !== undefined) throw invalid(fault)
  const { client } = present(connections, id)
  if (!mayClient(id, 'iot:Receive', `topic/${message.topic}`)) {
    throw new AwsError('ForbiddenException', `${id} is not allowed iot:Receive on ${message.topic}`, 403)
  }
  if (!confirmation) sendUnconfirmed(client, message)
  else if (!(await sendConfirmed(client, message, clock, timeout * 1000))) {
    throw new AwsError('GatewayTimeoutException', `${id} has not confirmed the message within ${timeout} s`, 504)
  }
  return { message: 'OK', traceId: randomUUID() }
}

function known(connections: Connections, id: string): Standing {
  const standing = connections.get(id)
  if (standing === undefined) throw new AwsError('ResourceNotFoundException', `There is no client ${id}.`, 404)
  return standing
}

function present(connections: Connections, id: string) {
  const standing = known(connections, id)
  if (standing.connected) return standing
  throw new AwsError('ResourceNotFoundException', `The client ${id} is not connected.`, 404)
}

function read<T>(form: z.ZodType<T>, input: Input): T {
  const { success, data, error } = form.safeParse(input)
  if (success) return data
  throw invalid(z.prettifyError(error))
}

const invalid = (message: string) => new AwsError('InvalidRequestException', message)
