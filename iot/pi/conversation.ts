import { type IClientOptions, MqttClient } from 'mqtt'
import { type Ports, type Way, waysTo } from '../agent/link/broker-address.ts'
import type { AgentClock } from '../agent/clock/clock.ts'
import { connectionTrouble } from '../agent/link/connection-trouble.ts'
import type { TlsIdentity } from '../agent/link/tls-identity.ts'
import { openTransport } from '../agent/link/transport.ts'
import { accepted, rejected } from '../contract/provisioning.ts'

/** How long to wait for the connection, and then for each answer. Milliseconds. */
const connectTimeout = 10_000
const patience = 20_000

export interface ConversationOptions {
  readonly broker: URL
  /** The ports to try when the address has none; by default AWS IoT Core's. */
  readonly ports?: Ports | undefined
  readonly clientId: string
  readonly identity: TlsIdentity
  readonly clock: AgentClock
}

/** There is no connection to the broker; the message says why. */
export class NotConnected extends Error {
  override readonly name = 'NotConnected'
}

export type BrokerReply = {
  readonly kind: 'accepted' | 'rejected'
  /** JSON from anyone who may publish there. */
  readonly body: unknown
}
/** Sends AWS IoT a request on one of its own topics. Rejects with `NotConnected`. */
export type Ask = (topic: string, question: object) => Promise<BrokerReply>

/** Connects on the first way that works, and disconnects at the end. Rejects with `NotConnected`. */
export async function converse<T>(caller: ConversationOptions, talk: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await reach(caller)
  try {
    return await talk((topic, question) => ask(client, caller.clock, topic, question))
  } finally {
    await client.endAsync(true)
  }
}

async function reach(caller: ConversationOptions): Promise<MqttClient> {
  const troubles: string[] = []
  for (const way of waysTo(caller.broker, caller.ports)) {
    try {
      return await callOn(way, caller)
    } catch (error) {
      if (!(error instanceof NotConnected)) throw error
      troubles.push(error.message)
    }
  }
  throw new NotConnected(troubles.join('; '))
}

/** Rejects with `NotConnected`. */
export function callOn(
  way: Way,
  { clientId, identity }: Pick<ConversationOptions, 'clientId' | 'identity'>,
): Promise<MqttClient> {
  const options: IClientOptions = { clientId, protocolVersion: 4, clean: true, reconnectPeriod: 0, connectTimeout }
  const client = new MqttClient(() => openTransport(way, identity), options)
  const { promise, resolve, reject } = Promise.withResolvers<MqttClient>()
  const fail = (error?: Error) => {
    client.end(true)
    reject(new NotConnected(connectionTrouble(error, way, false)))
  }
  client.once('connect', () => resolve(client))
  client.on('error', fail)
  // The client does not pass on errors without a code.
  client.stream.on('error', fail)
  client.once('close', () => fail())
  return promise
}

async function ask(client: MqttClient, clock: AgentClock, topic: string, question: object): Promise<BrokerReply> {
  const { promise, resolve, reject } = Promise.withResolvers<BrokerReply>()
  const fail = (why: string) => reject(new NotConnected(why))
  const onMessage = (heard: string, payload: Buffer) => {
    if (heard !== accepted(topic) && heard !== rejected(topic)) return
    resolve({ kind: heard === accepted(topic) ? 'accepted' : 'rejected', body: parseJson(payload) })
  }
  const onClose = () => fail('the broker closed the connection instead of answering')
  const cancel = clock.after(patience, () => fail('the broker does not answer'))
  client.on('message', onMessage)
  client.once('close', onClose)
  try {
    const asked = async () => {
      await client.subscribeAsync([accepted(topic), rejected(topic)], { qos: 1 })
      await client.publishAsync(topic, JSON.stringify(question), { qos: 1 })
      return promise
    }
    return await Promise.race([asked(), promise])
  } finally {
    cancel()
    client.off('message', onMessage)
    client.off('close', onClose)
  }
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    // The reader finds that it is not the expected answer.
    return undefined
  }
}
