// The broker with its TLS door, and clients that come with certificates.
import mqtt, { type IClientOptions } from 'mqtt'
import { MovedClock } from '../src/clock.ts'
import { policyFrom } from '../src/services/iam/iam.ts'
import { type IotCore, type IotCoreProps } from '../src/services/iot-core/iot-core.ts'
import { type IotRegistry, openIotRegistry } from '../src/services/iot-registry/iot-registry.ts'
import { openStore } from '../src/store.ts'
import { opened, start } from './iot-core-started.ts'
import { signingRequest } from './signing-request.ts'

/** What a device has to show. PEM. */
export interface Identity {
  readonly id: string
  readonly cert: string
  readonly key: string
}

interface Setting extends Partial<IotCoreProps> {
  /** IoT policy documents by name, as a template has them. */
  readonly policies?: Readonly<Record<string, unknown>>
  readonly things?: readonly { readonly name: string; readonly attributes?: Readonly<Record<string, string>> }[]
}

export async function startTls({ policies = {}, things = [{ name: 'desk-1' }], ...over }: Setting = {}) {
  // OpenSSL looks at the real time.
  const { store = openStore(), clock = new MovedClock(Date.now()) } = over
  const registry = openIotRegistry({
    store,
    clock,
    things: things.map(({ name, attributes = {} }) => ({ name, attributes })),
    policies: new Map(Object.entries(policies).map(([name, document]) => [name, policyFrom(document, name)])),
  })
  return { ...(await start({ tlsPort: 0, ...over, registry, store, clock })), store, clock }
}

/** An active certificate with these policies, attached to the thing. */
export function certify(registry: IotRegistry, of: { thing?: string; policies?: readonly string[] } = {}): Identity {
  const { csr, key } = signingRequest()
  const issued = registry.certificates.issue(csr, 'ACTIVE')
  if (issued.kind === 'refused') throw new Error(issued.why)
  const { id, pem: cert } = issued.certificate
  for (const policy of of.policies ?? []) registry.attachments.attachPolicy(id, policy)
  const { thing } = of
  if (thing !== undefined) registry.attachments.attachThing({ certificateId: id, thing, type: 'NON_EXCLUSIVE_THING' })
  return { id, cert, key }
}

type Door = Pick<IotCore, 'tlsPort'>
const optionsOf = (registry: IotRegistry, identity: Partial<Identity>, options: IClientOptions): IClientOptions => ({
  reconnectPeriod: 0,
  ca: registry.authority.certificate,
  ...(identity.cert !== undefined && { cert: identity.cert, key: identity.key! }),
  ...options,
})

export async function connectTls(iot: Door, registry: IotRegistry, identity: Identity, options: IClientOptions = {}) {
  const url = `mqtts://127.0.0.1:${iot.tlsPort}`
  const client = await mqtt.connectAsync(url, optionsOf(registry, identity, options), false)
  opened.push({ close: () => client.endAsync(true) })
  return client
}

/** Why the broker does not let it in: the CONNACK's word, or 'closed' when it never came to that. */
export async function refusal(
  iot: Door,
  registry: IotRegistry,
  identity: Partial<Identity>,
  options: IClientOptions = {},
) {
  const client = mqtt.connect(`mqtts://127.0.0.1:${iot.tlsPort}`, optionsOf(registry, identity, options))
  opened.push({ close: () => client.endAsync(true) })
  let isRefused = false
  client.on('error', (error) => (isRefused ||= error.message.includes('Not authorized')))
  return new Promise<string>((resolve) => {
    client.once('connect', () => resolve('connected'))
    client.once('close', () => resolve(isRefused ? 'not authorized' : 'closed'))
  })
}
