import { type Aedes, type AuthErrorCode, type AuthenticateError, type Client } from 'aedes'
import { type MqttMessage } from './message.ts'
import { filterFault, longestClientId, mostFilters, publishFault } from './limits.ts'
import { type MayPeer, type Peer } from './peer.ts'
import { provisioningRequest } from './reserved-topics.ts'
import { type RetainedMessages } from './retained.ts'
import { Answers, type AnswersProps } from './answers.ts'

/** What clients are held to, and where goes what they may send. */
export interface Admission extends AnswersProps {
  readonly mayPeer: MayPeer
  /** Called for each MQTT publish, and each last will, before it is acknowledged. */
  readonly accept: (message: MqttMessage) => void
  readonly retained: RetainedMessages
}

export function holdClients(aedes: Aedes, admission: Admission): void {
  const answers = new Answers(aedes, admission)
  holdConnections(aedes, admission)
  holdPublishes(aedes, admission, answers)
  holdSubscriptions(aedes, admission, answers)
  holdDeliveries(aedes, admission)
}

const notAuthorized: AuthErrorCode.NOT_AUTHORIZED = 5

function holdConnections(aedes: Aedes, { peerOf, mayPeer, log }: Admission): void {
  aedes.authenticate = (client, _username, _password, done) => {
    const allowed = mayPeer(peerOf(client), 'iot:Connect', `client/${client.id}`)
    if (allowed && Buffer.byteLength(client.id) <= longestClientId) return done(null, true)
    log(`MQTT client ${client.id}: not allowed to connect under this id`)
    const refusal: AuthenticateError = Object.assign(new Error('not authorized'), { returnCode: notAuthorized })
    done(refusal, false)
  }
}

/** A publish that AWS IoT Core would not take costs the client its connection, there as here. */
function holdPublishes(aedes: Aedes, admission: Admission, answers: Answers): void {
  const { peerOf, accept, log } = admission
  aedes.authorizePublish = (client, packet, done) => {
    // aedes publishes the wills of brokers that are gone, and there is no broker but this one.
    if (client === null) return done(new Error('nobody’s'))
    const peer = peerOf(client)
    const payload = Buffer.from(packet.payload)
    const { topic, retain } = packet
    const message: MqttMessage = { topic, payload, qos: packet.qos === 0 ? 0 : 1, retain, clientId: client.id }
    const fault = publishFault({ topic, payload, qos: packet.qos }, peer) ?? denial(admission, peer, message)
    if (fault !== undefined) {
      log(`MQTT client ${client.id} is disconnected: ${fault}`)
      return done(new Error(fault))
    }
    // aedes acknowledges before it publishes. What the rules take must be kept by then, or a kill could lose it.
    try {
      if (provisioningRequest(topic) === undefined) accept(message)
      else answers.take(client, message)
    } catch (error) {
      log(`MQTT client ${client.id} is disconnected, its message could not be kept: ${String(error)}`)
      return done(new Error('not kept'))
    }
    done()
  }
}

function denial({ mayPeer }: Admission, peer: Peer, { topic, retain }: MqttMessage): string | undefined {
  if (!mayPeer(peer, 'iot:Publish', `topic/${topic}`)) return `iot:Publish denied on ${topic}`
  if (retain && !mayPeer(peer, 'iot:RetainPublish', `topic/${topic}`)) return `iot:RetainPublish denied on ${topic}`
  return undefined
}

function holdSubscriptions(aedes: Aedes, { peerOf, mayPeer, log }: Admission, answers: Answers): void {
  aedes.authorizeSubscribe = (client, subscription, done) => {
    const { topic, qos } = subscription
    const peer = peerOf(client)
    const allowed = mayPeer(peer, 'iot:Subscribe', `topicfilter/${topic}`)
    const fault = filterFault(topic, qos, peer) ?? (allowed ? undefined : 'iot:Subscribe denied')
    if (fault === undefined) {
      answers.expectedBy(client, subscription)
      return done(null, subscription)
    }
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
function holdDeliveries(aedes: Aedes, { peerOf, mayPeer, retained }: Admission): void {
  const due = new WeakMap<Client, Set<string>>()
  aedes.on('subscribe', (subscriptions, client) => {
    const topics = due.get(client) ?? new Set()
    for (const { topic } of subscriptions) if (retained.get(topic) !== undefined) topics.add(topic)
    due.set(client, topics)
  })
  aedes.authorizeForward = (client, packet) => {
    // Requests are for the service alone: `…/json/#` fits them too, and they hold what others must not know.
    if (provisioningRequest(packet.topic) !== undefined) return null
    if (!mayPeer(peerOf(client), 'iot:Receive', `topic/${packet.topic}`)) return null
    if (!packet.retain) return packet
    // Only what a SUBSCRIBE brings comes without a broker's id. The rest had waited for a session: it is not "retained".
    if (packet.brokerId) return Object.assign(packet, { retain: false })
    return due.get(client)?.delete(packet.topic) ? packet : null
  }
}
