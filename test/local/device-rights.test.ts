// What each device must and must not be able to do, all of it tried: with the policies that are deployed.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IClientOptions, MqttClient } from 'mqtt'
import example from '../../andon.config.ts'
import { claimClientId } from '../../iot/contract/provisioning.ts'
import { MovedClock } from '../../local/clock.ts'
import { deployedDevices } from '../../local/deploy/devices.ts'
import type { Message } from '../../local/iot-core.ts'
import { openIotRegistry } from '../../local/iot-registry.ts'
import { openStore } from '../../local/store.ts'
import { synthesize } from '../lib/synthesized.ts'
import { withMosquitto } from '../peers.ts'
import { connect, disconnected, nextMessage, opened, start } from './iot-core-started.ts'
import { certify, connectTls, type Identity, refusal } from './iot-enrolled.ts'
import { templateOf } from './template-of.ts'

/** `desk-1` is a light and a cord, `wall` only a light, `door` only a cord. */
const config = { ...example, cords: { ...example.cords, door: { pulls: 'checkout' } } }
const devices = deployedDevices(templateOf(synthesize({ config }).Resources))
const kinds = { light: 'wall', cord: 'door', both: 'desk-1' } as const
const other = 'desk-2'

async function startDeployed() {
  const [store, clock] = [openStore(), new MovedClock(Date.now())]
  const registry = openIotRegistry({ store, clock, ...devices })
  // What is not asked about here is left as it is: no rule takes anything, no function is there.
  const broker = await start({ ...devices, rules: [], store, clock, registry, tlsPort: 0 })
  const taken: Message[] = []
  broker.iot.onPublish((message) => taken.push(message))
  return { ...broker, taken }
}
type Broker = Awaited<ReturnType<typeof startDeployed>>

/** Somebody who tries something. */
interface Trier {
  readonly broker: Broker
  /** Whose topics are its own. */
  readonly name: string
  connect(options?: IClientOptions): Promise<MqttClient>
}

const enrolled = ({ registry }: Broker, thing: string) => certify(registry, { thing, policies: ['andon-device'] })
const claim = ({ registry }: Broker) => certify(registry, { policies: ['andon-claim'] })

const overTls = (broker: Broker, name: string): Trier => {
  const identity = enrolled(broker, name)
  return {
    broker,
    name,
    connect: (options) => connectTls(broker.iot, broker.registry, identity, { clientId: name, ...options }),
  }
}
const plainly = (broker: Broker, name: string): Trier => ({
  broker,
  name,
  connect: (options) => connect(broker.iot, { clientId: name, ...options }),
})
const withClaim = (broker: Broker): Trier => {
  const identity = claim(broker)
  const clientId = claimClientId(identity.id)
  const name = 'desk-1'
  return {
    broker,
    name,
    connect: (options) => connectTls(broker.iot, broker.registry, identity, { clientId, ...options }),
  }
}

type Outcome = 'may' | 'may not'
type Attempt = (trier: Trier) => Promise<Outcome>

/** It is acknowledged and taken; or it costs the connection, and nothing of it is left. */
const publishes =
  (topicOf: (name: string) => string, retain = false): Attempt =>
  async ({ broker: { iot, taken }, name, connect: open }) => {
    const topic = topicOf(name)
    const client = await open()
    const gone = disconnected(client).then((): Outcome => 'may not')
    const done = client.publishAsync(topic, '{}', { qos: 1, retain }).then((): Outcome => 'may')
    done.catch(() => undefined)
    const outcome = await Promise.race([done, gone])
    const isTaken = taken.some((message) => message.topic === topic && message.retain === retain)
    // What is asked of fleet provisioning is for the service alone.
    if (!topic.startsWith('$aws/')) expect(isTaken).toBe(outcome === 'may')
    expect(iot.retained(topic) !== undefined).toBe(outcome === 'may' && retain)
    return outcome
  }

const subscribes =
  (filterOf: (name: string) => string): Attempt =>
  async ({ name, connect: open }) => {
    const client = await open()
    return client.subscribeAsync(filterOf(name), { qos: 1 }).then(
      () => 'may',
      () => 'may not',
    )
  }

const receives: Attempt = async ({ broker: { iot }, name, connect: open }) => {
  const client = await open()
  const topic = `andon/lights/${name}/command`
  const isSubscribed = await client.subscribeAsync(topic, { qos: 1 }).then(
    () => true,
    () => false,
  )
  if (!isSubscribed) return 'may not'
  const heard = nextMessage(client)
  await iot.publish(topic, 'red', { qos: 1 })
  expect(await heard).toMatchObject({ topic, text: 'red' })
  return 'may'
}

/** Whoever comes under the same client id cuts off the one before, whose will is then done. */
const leaves =
  (topicOf: (name: string) => string): Attempt =>
  async ({ broker: { iot, taken }, name, connect: open }) => {
    const topic = topicOf(name)
    await open({ will: { topic, payload: Buffer.from('{}'), qos: 1, retain: true } })
    await open()
    expect(iot.retained(topic) !== undefined).toBe(taken.some((message) => message.topic === topic))
    return iot.retained(topic) === undefined ? 'may not' : 'may'
  }

const command = (name: string) => `andon/lights/${name}/command`
const report = (name: string) => `andon/lights/${name}/reported`
const pull = (name: string) => `andon/cords/${name}/pulled`
const create = '$aws/certificates/create-from-csr/json'
const provision = (template: string) => `$aws/provisioning-templates/${template}/provision/json`
const others = (topicOf: (name: string) => string) => () => topicOf(other)
const always = (topic: string) => () => topic

const rows: readonly [what: string, attempt: Attempt, device: Outcome, claim: Outcome][] = [
  ['publish its report, retained', publishes(report, true), 'may', 'may not'],
  ['publish its report, not retained', publishes(report), 'may', 'may not'],
  ['publish another’s report, retained', publishes(others(report), true), 'may not', 'may not'],
  ['publish another’s report', publishes(others(report)), 'may not', 'may not'],
  ['publish its own command, retained', publishes(command, true), 'may not', 'may not'],
  ['publish its own command', publishes(command), 'may not', 'may not'],
  ['publish another’s command', publishes(others(command)), 'may not', 'may not'],
  ['publish its pull', publishes(pull), 'may', 'may not'],
  ['publish its pull, retained', publishes(pull, true), 'may not', 'may not'],
  ['publish another’s pull', publishes(others(pull)), 'may not', 'may not'],
  ['publish below its pull', publishes((name) => `${pull(name)}/x`), 'may not', 'may not'],
  ['press an IoT button', publishes(always('iotbutton/G030JF05')), 'may not', 'may not'],
  ['publish on any other topic', publishes(always('andon')), 'may not', 'may not'],
  ['go round the topics by Basic Ingest', publishes(always('$aws/rules/cords/x')), 'may not', 'may not'],
  ['write a shadow', publishes((name) => `$aws/things/${name}/shadow/update`), 'may not', 'may not'],
  ['ask for a certificate', publishes(always(create)), 'may not', 'may'],
  ['ask to be provisioned', publishes(always(provision('andon-light'))), 'may not', 'may'],
  ['ask it of another template', publishes(always(provision('other'))), 'may not', 'may not'],
  ['subscribe to its command', subscribes(command), 'may', 'may not'],
  ['hear its command', receives, 'may', 'may not'],
  ['subscribe to another’s command', subscribes(others(command)), 'may not', 'may not'],
  ['subscribe to all commands', subscribes(always(command('+'))), 'may not', 'may not'],
  ['subscribe to everything', subscribes(always('#')), 'may not', 'may not'],
  ['subscribe to everything of lights', subscribes(always('andon/lights/#')), 'may not', 'may not'],
  ['subscribe to its own report', subscribes(report), 'may not', 'may not'],
  ['subscribe to its own pulls', subscribes(pull), 'may not', 'may not'],
  ['subscribe to AWS’s own topics', subscribes(always('$aws/#')), 'may not', 'may not'],
  ['subscribe to who is there', subscribes(always('$aws/events/presence/#')), 'may not', 'may not'],
  ['subscribe to the answer with a certificate', subscribes(always(`${create}/accepted`)), 'may not', 'may'],
  ['subscribe to both answers at once', subscribes(always(`${create}/+`)), 'may not', 'may not'],
  ['leave its report for a last will', leaves(report), 'may', 'may not'],
  ['leave another’s report for a last will', leaves(others(report)), 'may not', 'may not'],
  ['leave its command for a last will', leaves(command), 'may not', 'may not'],
  ['leave its pull for a retained last will', leaves(pull), 'may not', 'may not'],
]

describe.each(Object.entries(kinds))('a device that is a %s', (_, name) => {
  it.each(rows)('with its certificate: to %s', async (_what, attempt, outcome) => {
    expect(await attempt(overTls(await startDeployed(), name))).toBe(outcome)
  })

  it.each(rows)('on the plain door: to %s', async (_what, attempt, outcome) => {
    expect(await attempt(plainly(await startDeployed(), name))).toBe(outcome)
  })
})

describe('a claim', () => {
  it.each(rows)('to %s', async (_what, attempt, _device, outcome) => {
    expect(await attempt(withClaim(await startDeployed()))).toBe(outcome)
  })
})

describe('to connect', () => {
  const all = [...Object.values(kinds), other, 'nobody']
  const connects = async (identityOf: (broker: Broker) => Identity, clientId: (identity: Identity) => string) => {
    const broker = await startDeployed()
    const identity = identityOf(broker)
    return refusal(broker.iot, broker.registry, identity, { clientId: clientId(identity) })
  }

  it.each(Object.values(kinds).flatMap((name) => all.map((as) => [name, as] as const)))(
    '%s as %s',
    async (name, as) => {
      const outcome = await connects(
        (broker) => enrolled(broker, name),
        () => as,
      )
      expect(outcome).toBe(as === name ? 'connected' : 'not authorized')
    },
  )

  it.each(Object.values(kinds))('%s as a claim, its own certificate’s or another’s', async (name) => {
    const asItself = connects(
      (broker) => enrolled(broker, name),
      ({ id }) => claimClientId(id),
    )
    expect(await asItself).toBe('not authorized')
    expect(
      await connects(
        (broker) => enrolled(broker, name),
        () => claimClientId('0'.repeat(64)),
      ),
    ).toBe('not authorized')
  })

  it('a claim as itself alone: no device, and no other claim', async () => {
    expect(await connects(claim, ({ id }) => claimClientId(id))).toBe('connected')
    expect(await connects(claim, () => claimClientId('0'.repeat(64)))).toBe('not authorized')
    expect(await connects(claim, () => 'desk-1')).toBe('not authorized')
    expect(await connects(claim, () => 'andon-claim-')).toBe('not authorized')
  })

  it('a certificate with the devices’ policy and no thing: as nothing', async () => {
    const stray = ({ registry }: Broker) => certify(registry, { policies: ['andon-device'] })
    for (const as of all) expect(await connects(stray, () => as)).toBe('not authorized')
  })
})

withMosquitto('a stranger’s client with the light’s certificate', () => {
  /** Its code, once it has ended by itself. */
  async function mosquitto(program: 'mosquitto_pub' | 'mosquitto_sub', { iot, registry }: Broker, args: string[]) {
    const folder = mkdtempSync(join(tmpdir(), 'andon-'))
    opened.push({ close: () => rmSync(folder, { recursive: true }) })
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content)
      return join(folder, name)
    }
    const { cert, key } = certify(registry, { thing: 'wall', policies: ['andon-device'] })
    const tls = [
      '--cafile',
      file('ca', registry.authority.certificate),
      '--cert',
      file('cert', cert),
      '--key',
      file('key', key),
    ]
    const where = [
      '-h',
      '127.0.0.1',
      '-p',
      String(iot.tlsPort),
      '--tls-alpn',
      'x-amzn-mqtt-ca',
      '-i',
      'wall',
      '-q',
      '1',
    ]
    return new Promise<{ ended: boolean; said: string }>((resolve) => {
      execFile(program, [...where, ...tls, ...args], (error, stdout, stderr) =>
        resolve({ ended: error === null, said: stdout + stderr }),
      )
    })
  }

  it('mosquitto_pub reports for the light, and for no other', async () => {
    const broker = await startDeployed()
    expect(await mosquitto('mosquitto_pub', broker, ['-t', report('wall'), '-r', '-m', '{}'])).toMatchObject({
      ended: true,
    })
    expect(String(broker.iot.retained(report('wall'))?.payload)).toBe('{}')
    expect(await mosquitto('mosquitto_pub', broker, ['-t', report(other), '-r', '-m', '{}'])).toMatchObject({
      ended: false,
    })
    expect(broker.iot.retained(report(other))).toBeUndefined()
  })

  it('mosquitto_sub hears the light’s command, and no other', async () => {
    const broker = await startDeployed()
    for (const name of ['wall', other]) await broker.iot.publish(command(name), `for ${name}`, { qos: 1, retain: true })
    expect(await mosquitto('mosquitto_sub', broker, ['-t', command('wall'), '-C', '1'])).toMatchObject({
      said: 'for wall\n',
    })
    expect(await mosquitto('mosquitto_sub', broker, ['-t', command(other), '-C', '1'])).toMatchObject({
      said: expect.stringContaining('denied'),
    })
  })
})
