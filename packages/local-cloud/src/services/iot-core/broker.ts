import { createServer } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { Aedes, type Client } from 'aedes'
import { type CloudClock } from '../../clock.ts'
import { type IotRegistry } from '../iot-registry/iot-registry.ts'
import { type Admission, holdClients } from './admission.ts'
import { Connections } from './connections.ts'
import { type BrokerDoor, loopback, openBrokerDoor } from './door.ts'
import { type MqttMessage } from './message.ts'
import { type Peer } from './peer.ts'
import { type RetainedMessages } from './retained.ts'
import { createTlsServer } from './tls-server.ts'

export interface BrokerProps extends Omit<Admission, 'peerOf'> {
  /** Of the plain door. 0 takes any free one. */
  readonly port: number
  /** Of the TLS door. 0 takes any free one; undefined: no TLS door. */
  readonly tlsPort?: number | undefined
  /** An address of this machine where the TLS door opens too, on the same port. IPv4. */
  readonly devicesAt?: string | undefined
  readonly registry: IotRegistry
  readonly retained: RetainedMessages
  readonly clock: CloudClock
}

export interface Broker {
  readonly port: number
  readonly tlsPort: number | undefined
  readonly connections: Connections
  /** Who is connected under this client id; when nobody is, a client without a certificate. */
  peer(clientId: string): Peer
  /** Resolves once every subscriber that is connected has been written to. */
  publish(message: MqttMessage): Promise<void>
  close(): Promise<void>
}

/**
 * aedes, an MQTT 3.1.1 broker, held to AWS IoT Core's limits and to the devices' policies. Sessions that
 * outlive their connection live in memory: unlike AWS's, they do not survive a restart.
 */
export async function openBroker(props: BrokerProps): Promise<Broker> {
  const aedes = await Aedes.createBroker({ concurrency: 100 })
  const publish = (message: MqttMessage) =>
    new Promise<void>((resolve, reject) => {
      const done = (error?: Error | null) => (error ? reject(error) : resolve())
      aedes.publish({ cmd: 'publish', dup: false, ...message }, done)
    })
  for (const { topic, payload, qos } of props.retained.all()) await publish({ topic, payload, qos, retain: true })

  const identified = new Identified(props.registry)
  const peerOf = (client: Client): Peer => ({ clientId: client.id, certificateId: identified.get(client) })
  holdClients(aedes, { ...props, peerOf })
  const connections = new Connections(aedes, props.clock)
  const stop = () => new Promise<void>((resolve) => aedes.close(resolve))
  const [plain, tls, ...others] = await openDoors(aedes, identified, props).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    port: plain.port,
    tlsPort: tls?.port,
    connections,
    peer(clientId) {
      const standing = connections.get(clientId)
      return standing?.connected ? peerOf(standing.client) : { clientId }
    },
    publish,
    async close() {
      await stop()
      for (const door of [plain, tls, ...others]) await door?.close()
    },
  }
}

/** @returns the plain one first, then those with TLS */
async function openDoors(
  aedes: Aedes,
  identified: Identified,
  { port, tlsPort, devicesAt, registry, log }: BrokerProps,
): Promise<[plain: BrokerDoor, ...tls: BrokerDoor[]]> {
  // Small messages back to back would else wait 40 ms for each other (Nagle).
  const plain = await openBrokerDoor(createServer({ noDelay: true }, aedes.handle), port)
  if (tlsPort === undefined) return [plain]
  const admit = (socket: TLSSocket, id: string) => identified.add(aedes.handle(socket), id)
  const tls: BrokerDoor[] = []
  try {
    for (const address of [loopback, ...(devicesAt === undefined ? [] : [devicesAt])]) {
      const server = createTlsServer({ registry, address, admit, log })
      tls.push(await openBrokerDoor(server, tls[0]?.port ?? tlsPort, address))
    }
    return [plain, ...tls]
  } catch (error) {
    for (const door of [plain, ...tls]) await door.close()
    throw error
  }
}

/** The clients that came with a certificate. */
class Identified {
  readonly #certificates = new WeakMap<Client, string>()
  readonly #clients = new Map<string, Set<Client>>()

  /** Whose certificate is no longer to be used is cut off, as AWS IoT does (there it may take some minutes). */
  constructor({ certificates }: IotRegistry) {
    certificates.onEnd((id) => this.#clients.get(id)?.forEach((client) => client.close()))
  }

  get(client: Client): string | undefined {
    return this.#certificates.get(client)
  }

  add(client: Client, certificateId: string): void {
    this.#certificates.set(client, certificateId)
    const same = this.#clients.get(certificateId) ?? new Set()
    this.#clients.set(certificateId, same.add(client))
    client.conn.once('close', () => {
      same.delete(client)
      if (same.size === 0 && this.#clients.get(certificateId) === same) this.#clients.delete(certificateId)
    })
  }
}
