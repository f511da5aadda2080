import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Connections, ConnectionState } from './connections.ts'
import { sendConfirmed, sendUnconfirmed } from './direct-message.ts'
import { longestClientId, publishFault } from './limits.ts'
import type { MayClient } from './policy.ts'
import type { CloudClock } from '../../clock.ts'
import { operation, type Operations } from '../../operation.ts'
import { arnOf } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'

export interface ConnectionsApiProps {
  readonly connections: Connections
  readonly mayClient: MayClient
  readonly clock: CloudClock
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
    payload: z.instanceof(Uint8Array).default(new Uint8Array()),
  }),
}
type Requests = { readonly [Name in keyof typeof forms]: z.output<(typeof forms)[Name]> }

/** What of the data plane is about one client's connection: whether it is there, ending it, speaking with it alone. */
export function connectionOperations(props: ConnectionsApiProps): Operations {
  const on = (input: { readonly clientId: string }) => arnOf('iot', `client/${input.clientId}`)
  return {
    GetConnection: operation({ takes: forms.GetConnection, on, run: (input) => described(props, input) }),
    DeleteConnection: operation({ takes: forms.DeleteConnection, on, run: (input) => end(props, input) }),
    SendDirectMessage: operation({ takes: forms.SendDirectMessage, on, run: (input) => sendDirectly(props, input) }),
  }
}

function described({ connections }: ConnectionsApiProps, { clientId: id }: Requests['GetConnection']) {
  const { connected, since, clean } = known(connections, id)
  const at = connected ? { connectedSince: since } : { disconnectedSince: since }
  return { clientId: id, connected, cleanSession: clean, ...at }
}

/** Unless told otherwise, the broker publishes the client's last will, as when the client had not ended it itself. */
async function end({ connections }: ConnectionsApiProps, input: Requests['DeleteConnection']) {
  const { clientId: id, cleanSession, preventWillMessage } = input
  const { client, clean } = present(connections, id)
  if (cleanSession && !clean) {
    throw new AwsError('InvalidRequestException', 'Ending a persistent session is not modelled locally', 501)
  }
  // aedes has no other way to say so.
  if (preventWillMessage) Reflect.set(client, 'will', null)
  await new Promise<void>((resolve) => client.close(resolve))
  return {}
}

async function sendDirectly(
  { connections, mayClient, clock }: ConnectionsApiProps,
  { clientId: id, confirmation, timeout, ...message }: Requests['SendDirectMessage'],
) {
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

function known(connections: Connections, id: string): ConnectionState {
  const standing = connections.get(id)
  if (standing === undefined) throw new AwsError('ResourceNotFoundException', `There is no client ${id}.`, 404)
  return standing
}

function present(connections: Connections, id: string) {
  const standing = known(connections, id)
  if (standing.connected) return standing
  throw new AwsError('ResourceNotFoundException', `The client ${id} is not connected.`, 404)
}

const invalid = (message: string) => new AwsError('InvalidRequestException', message)
