import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { LampLinkOptions } from '../../../iot/agent/link/lamp-link.ts'
import { type TlsIdentity, tlsIdentity } from '../../../iot/agent/link/tls-identity.ts'
import { commandTopic, pullTopic, reportTopic } from '../../../iot/contract/topics.ts'
import { whereInstalled } from '../../../packages/local-cloud/test/peers.ts'
import { aCommand } from '../lamp/a-command.ts'
import { aLinkedLamp, type LinkedLamp } from './a-linked-lamp.ts'
import { type Authority, makeAuthority } from './certificates.ts'
import { type SecureMosquitto, startSecureMosquitto } from './mosquitto.ts'
import { openWeakLink, type Weather, type WeakLink } from './weak-link.ts'

const withPeers = whereInstalled(
  ['openssl', 'mosquitto', 'mosquitto_pub', 'mosquitto_sub'],
  'openssl mosquitto mosquitto-clients',
)
const aFresh = (but: Parameters<typeof aCommand>[0] = {}) =>
  JSON.stringify(aCommand({ at: new Date().toISOString(), ...but }))

const lamps: LinkedLamp[] = []
const start = (options: Pick<LampLinkOptions, 'broker'> & Partial<LampLinkOptions>) => {
  const lamp = aLinkedLamp(options)
  lamps.push(lamp)
  return lamp
}
const closeLamps = () => Promise.allSettled(lamps.splice(0).map(({ link }) => link.close()))

withPeers('an agent behind a weak network', () => {
  let authority: Authority
  let broker: SecureMosquitto
  let identity: TlsIdentity
  let version = 0
  const links: WeakLink[] = []
  // A broker that is silent is found out soon: nothing here waits for half a minute.
  const impatient = { keepalive: 1000, connect: 1500 }
  const throughLink = async (protocol: 'mqtt' | 'mqtts', patience: LampLinkOptions['patience'] = impatient) => {
    const link = await openWeakLink(protocol === 'mqtt' ? broker.port : broker.securePorts[0]!)
    links.push(link)
    return { link, lamp: start({ broker: `${protocol}://localhost:${link.port}`, identity, patience }) }
  }
  const tell = (state: 'calm' | 'stop') => broker.publish(commandTopic('desk-1'), aFresh({ v: ++version, state }), '-r')

  beforeAll(async () => {
    authority = makeAuthority()
    identity = tlsIdentity({ own: authority.issue('desk-1'), authority: authority.certificate })
    broker = await startSecureMosquitto(authority, authority.issue('broker'))
  })
  afterEach(async () => {
    await closeLamps()
    for (const link of links.splice(0)) link.close()
  })
  afterAll(async () => {
    await broker?.kill()
    authority?.remove()
  })

  it.each<readonly [Weather, 'mqtt' | 'mqtts']>([
    ['drops', 'mqtts'],
    ['halves', 'mqtts'],
    ['halves', 'mqtt'],
    ['swallows', 'mqtts'],
  ])(
    'that %s all in %s knows nothing, comes back to the newest, and has its pulls delivered once',
    async (weather, protocol) => {
      tell('calm')
      const pulls = await broker.listen(pullTopic('desk-1'))
      const { link, lamp } = await throughLink(protocol)
      await lamp.shows('calm')

      link.turn(weather)
      lamp.outbox.add('SINGLE')
      tell('stop')
      await lamp.shows('unknown')
      lamp.outbox.add('LONG')
      expect(lamp.shown).not.toContain('stop')
      link.turn('passes')
      await lamp.shows('stop')

      await pulls.until((line) => line.includes('LONG'))
      const ids = pulls.heard.map((line) => JSON.parse(line).id)
      // A broker may hear one twice whose acknowledgement was lost: by its id it is still one.
      expect(new Set(ids).size).toBe(2)
      expect(pulls.heard.map((line) => JSON.parse(line).click).slice(-1)).toEqual(['LONG'])
      await pulls.stop()
    },
  )

  it('that delays all shows the same, in the same order', async () => {
    const { link, lamp } = await throughLink('mqtts')
    link.turn('delays')
    tell('calm')
    await lamp.shows('calm')
    tell('stop')
    await lamp.shows('stop')
    expect(lamp.shown.filter((state) => state !== 'unknown')).toEqual(['calm', 'stop'])
  })

  it('leaves the lamp and the connection as they are for a message of five megabytes', async () => {
    tell('calm')
    // With the patience of every day: a busy machine is not to be taken for a silent broker.
    const { lamp } = await throughLink('mqtts', {})
    await lamp.shows('calm')
    broker.publish(commandTopic('desk-1'), 'x'.repeat(5_000_000))
    await lamp.says(/ignored an invalid command/)
    tell('stop')
    await lamp.shows('stop')

    expect(lamp.shown).toEqual(['unknown', 'calm', 'stop'])
    expect(lamp.log.slice(1)).toEqual(['ignored an invalid command (longer than 131072 bytes)'])
  })

  it('is missed, and says why when it is back', async () => {
    tell('calm')
    const { link, lamp } = await throughLink('mqtt')
    await lamp.shows('calm')
    const reports = await broker.listen(reportTopic('desk-1'))
    await reports.until((line) => line.includes('"calm"'))

    link.turn('drops')
    // There may be another of the story before, which the broker has kept.
    const will = JSON.parse(await reports.until((line) => line.includes('"the connection broke"')))
    expect(will).toMatchObject({ online: false, state: 'unknown' })
    await reports.stop()
  })
})

describe('a broker that is none', () => {
  type Answer = (heard: Buffer) => readonly number[]
  const connack: Answer = () => [0x20, 2, 0, 0]
  /** Of the subscription, which comes first. */
  const refusal: Answer = ([_type, _length, ...id]) => [0x90, 3, ...id.slice(0, 2), 0x80]
  const servers: { close(): void }[] = []
  /** Answers what it hears with the first of these, then with the next, and then never again. */
  const aServer = async (answers: readonly Answer[]) => {
    const open = new Set<Socket>()
    const server = createServer((client) => {
      open.add(client)
      client.on('error', () => {})
      const left = [...answers]
      client.on('data', (heard) => client.write(Uint8Array.from(left.shift()?.(heard) ?? [])))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    servers.push({
      close() {
        server.close()
        for (const socket of open) socket.destroy()
      },
    })
    return `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  afterEach(async () => {
    await closeLamps()
    for (const server of servers.splice(0)) server.close()
  })

  it.each<[string, readonly Answer[], Partial<LampLinkOptions['patience']>, RegExp]>([
    ['takes the call and never answers', [], { connect: 200 }, /no answer on port \d+\)/],
    ['falls silent once it has accepted us', [connack], { keepalive: 1000 }, /the broker stopped answering/],
    ['confirms nothing', [connack], { confirm: 200 }, /does not confirm what this device sends/],
    ['lets nobody in', [() => [0x20, 2, 0, 5]], {}, /Connection refused: Not authorized/],
    ['lets nobody hear', [connack, refusal], {}, /does not let "desk-1" subscribe to andon\/lights\/desk-1\/command/],
    ['speaks something else', [() => [...Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]], {}, /not connected/],
    ['announces 200 MB', [connack, () => [0x90, 0x80, 0x80, 0x80, 0x60]], {}, /sent something that is not MQTT/],
  ])('is given up when it %s', async (_what, answers, patience, sentence) => {
    const lamp = start({ broker: await aServer(answers), patience })
    await lamp.says(/not connected/)
    expect(lamp.log.at(-1)).toMatch(sentence)
    expect(lamp.shown).toEqual(['unknown'])
  })
})
