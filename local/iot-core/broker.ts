import { once } from 'node:events'
import { createServer } from 'node:net'
import { Aedes, type AuthErrorCode, type AuthenticateError, type Client } from 'aedes'
import type { Clock } from '../clock.ts'
import { Connections } from './connections.ts'
import { filterFault, longestClientId, mostFilters, publishFault } from './limits.ts'
import { type MayClient } from './policy.ts'
import { type RetainedMessages } from './retained.ts'

/** A message that the broker has found in order, before anything is done with it. */
export interface Message {
  readonly topic: string
  readonly payload: Buffer
  readonly qos: 0 | 1
  readonly retain: boolean
  /** None when it did not come over MQTT. */
  readonly clientId?: string
}

export interface BrokerProps {
  /** 0 takes any free one. */
  readonly port: number
  readonly mayClient: MayClient
  /** Called for each MQTT publish, and each last will, before it is acknowledged. */
  readonly accept: (message: Message) => void
  readonly retained: RetainedMessages
  readonly clock: Clock
  readonly log: (line: string) => void
}

export interface Broker {
  readonly port: number
  readonly connections: Connections
  /** Resolves once every subscriber that is connected has been written to. */
  publish(message: Message): Promise<void>
  close(): Promise<void>
}

/**
 * aedes, an MQTT 3.1.1 broker, on loopback, held to AWS IoT Core's limits and to the things' policies. Sessions that
 * outlive their connection live in memory: unlike AWS's, they do not survive a restart.
 */
export async function openBroker(props: BrokerProps): Promise<Broker> {
  const aedes = await Aedes.createBroker({ concurrency: 100 })
  const publish = (message: Message) =>
    new Promise<void>((resolve, reject) => {
      const done = (error?: Error | null) => (error ? reject(error) : resolve())
      aedes.publish({ cmd: 'publish', dup: false, ...message }, done)
    })
  for (const { topic, payload, qos } of props.retained.all()) await publish({ topic, payload, qos, retain: true })
  holdConnections(aedes, props)
  holdPublishes(aedes, props)
  holdSubscriptions(aedes, props)
  holdDeliveries(aedes, props)
  const connections = new Connections(aedes, props.clock)

  const stop = () => new Promise<void>((resolve) => aedes.close(resolve))
  // Small messages back to back would else wait 40 ms for each other (Nagle).
  const server = createServer({ noDelay: true }, aedes.handle)
  try {
    await once(server.listen(props.port, '127.0.0.1'), 'listening')
  } catch (error) {
    await stop()
    throw error
  }
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : props.port,
    connections,
    publish,
    async close() {
      const closed = once(server, 'close')
      server.close()
      await stop()
      await closed
    },
  }
}

const notAuthorized: AuthErrorCode.NOT_AUTHORIZED = 5

function holdConnections(aedes: Aedes, { mayClient, log }: BrokerProps): void {
  aedes.authenticate = (client, _username, _password, done) => {
    if (mayClient(client.id, 'iot:Connect', `client/${client.id}`) && Buffer.byteLength(client.id) <= longestClientId) {
      return done(null, true)
    }
    log(`MQTT client ${client.id}: not allowed to connect under this id`)
    const refusal: AuthenticateError = Object.assign(new Error('not authorized'), { returnCode: notAuthorized })
    done(refusal, false)
  }
}

/** A publish that AWS IoT Core would not take costs the client its connection, there as here. */
function holdPublishes(aedes: Aedes, { mayClient, accept, log }: BrokerProps): void {
  const faultOf = (clientId: string, message: Message): string | undefined => {
    if (!mayClient(clientId, 'iot:Publish', `topic/${message.topic}`)) return `iot:Publish denied on ${message.topic}`
    if (message.retain && !mayClient(clientId, 'iot:RetainPublish', `topic/${message.topic}`)) {
      return `iot:RetainPublish denied on ${message.topic}`
    }
    return undefined
  }
  aedes.authorizePublish = (client, packet, done) => {
    const clientId = client?.id ?? 'unknown'
    const payload = Buffer.from(packet.payload)
    const { topic, retain } = packet
    const message: Message = { topic, payload, qos: packet.qos === 0 ? 0 : 1, retain, clientId }
    const fault = publishFault({ topic, payload, qos: packet.qos }) ?? faultOf(clientId, message)
    if (fault !== undefined) {
      log(`MQTT client ${clientId} is disconnected: ${fault}`)
      return done(new Error(fault))
    }
    // aedes acknowledges before it publishes. What the rules take must be kept by then, or a kill could lose it.
    try {
      accept(message)
    } catch (error) {
      log(`MQTT client ${clientId} is disconnected, its message could not be kept: ${String(error)}`)
      return done(new Error('not kept'))
    }
    done()
  }
}

function holdSubscriptions(aedes: Aedes, { mayClient, log }: BrokerProps): void {
  aedes.authorizeSubscribe = (client, subscription, done) => {
    const { topic, qos } = subscription
    const allowed = mayClient(client.id, 'iot:Subscribe', `topicfilter/${topic}`)
    const fault = filterFault(topic, qos) ?? (allowed ? undefined : 'iot:Subscribe denied')
    if (fault === undefined) return done(null, subscription)
    log(`MQTT client ${client.id} may not subscribe to ${topic}: ${fault}`)
    done(null, null)
  }
  aedes.on('subscribe', (subscriptions, client) => {
    if (subscriptions.length <= mostFilters) return
    log(`MQTT client ${client.id} is disconnected: more than ${mostFilters} topic filters in one SUBSCRIBE`)
    client.close()
  })
}

/** As AWS IoT Core, and unlike mosquitto: a wildcard subscription gets no retained message, only an exact one does. */
function holdDeliveries(aedes: Aedes, { mayClient, retained }: BrokerProps): void {
  const due = new WeakMap<Client, Set<string>>()
  aedes.on('subscribe', (subscriptions, client) => {
    const topics = due.get(client) ?? new Set()
    for (const { topic } of subscriptions) if (retained.get(topic) !== undefined) topics.add(topic)
    due.set(client, topics)
  })
  aedes.authorizeForward = (client, packet) => {
    if (!mayClient(client.id, 'iot:Receive', `topic/${packet.topic}`)) return null
    if (!packet.retain) return packet
    // Only what a SUBSCRIBE brings comes without a broker's id. The rest had waited for a session: it is not "retained".
    if (packet.brokerId) return Object.assign(packet, { retain: false })
    return due.get(client)?.delete(packet.topic) ? packet : null
  }
}
