// The broker with the deployed policies, and clients that try something on it.
import type { IClientOptions, MqttClient } from 'mqtt'
import example from '../fixtures/andon.config.ts'
import { claimClientId } from '../../iot/contract/provisioning.ts'
import { MovedClock } from '@andon/local-cloud/clock.ts'
import { deployedDevices } from '@andon/local-cloud/deploy/devices.ts'
import type { Message } from '@andon/local-cloud/services/iot-core/iot-core.ts'
import { openIotRegistry } from '@andon/local-cloud/services/iot-registry/iot-registry.ts'
import { openStore } from '@andon/local-cloud/store.ts'
import { synthesize } from '../lib/synthesized.ts'
import { connect, start } from '../../packages/local-cloud/test/iot-core-started.ts'
import { certify, connectTls } from '../../packages/local-cloud/test/iot-enrolled.ts'
import { templateOf } from '../../packages/local-cloud/test/template-of.ts'

/** `desk-1` is a light and a cord, `wall` only a light, `door` only a cord. */
const config = { ...example, cords: { ...example.cords, door: { pulls: 'checkout' } } }
const devices = deployedDevices(templateOf(synthesize({ config }).Resources))
export const kinds = { light: 'wall', cord: 'door', both: 'desk-1' } as const
export const other = 'desk-2'

export async function startDeployed() {
  const [store, clock] = [openStore(), new MovedClock(Date.now())]
  const registry = openIotRegistry({ store, clock, ...devices })
  // What is not asked about here is left as it is: no rule takes anything, no function is there.
  const deviceNames = Object.keys({ ...config.lights, ...config.cords })
  for (const name of deviceNames) registry.things.make({ name, attributes: {} })
  const broker = await start({ ...devices, deviceNames, rules: [], store, clock, registry, tlsPort: 0 })
  const taken: Message[] = []
  broker.iot.onPublish((message) => taken.push(message))
  return { ...broker, taken }
}
export type Broker = Awaited<ReturnType<typeof startDeployed>>

/** Somebody who tries something. */
export interface Trier {
  readonly broker: Broker
  /** Whose topics are its own. */
  readonly name: string
  readonly connect: (options?: IClientOptions) => Promise<MqttClient>
}

export const enrolled = ({ registry }: Broker, thing: string) =>
  certify(registry, { thing, policies: ['andon-device'] })
export const claim = ({ registry }: Broker) => certify(registry, { policies: ['andon-claim'] })

export const overTls = (broker: Broker, name: string): Trier => {
  const identity = enrolled(broker, name)
  return {
    broker,
    name,
    connect: (options) => connectTls(broker.iot, broker.registry, identity, { clientId: name, ...options }),
  }
}
export const plainly = (broker: Broker, name: string): Trier => ({
  broker,
  name,
  connect: (options) => connect(broker.iot, { clientId: name, ...options }),
})
export const withClaim = (broker: Broker): Trier => {
  const identity = claim(broker)
  const clientId = claimClientId(identity.id)
  const name = 'desk-1'
  return {
    broker,
    name,
    connect: (options) => connectTls(broker.iot, broker.registry, identity, { clientId, ...options }),
  }
}
