import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import type { LampLinkOptions } from '../../../iot/agent/link/lamp-link.ts'
import { type TlsIdentity, tlsIdentity } from '../../../iot/agent/link/tls-identity.ts'
import { commandTopic, pullTopic, reportTopic } from '../../../iot/contract/topics.ts'
import { whereInstalled } from '../../../packages/local-cloud/test/peers.ts'
import { aCommand } from '../lamp/a-command.ts'
import { aLinkedLamp, type LinkedLamp } from './a-linked-lamp.ts'
import { type Authority, makeAuthority } from './certificates.ts'
import { freePort, type SecureMosquitto, startSecureMosquitto } from './mosquitto.ts'

const withPeers = whereInstalled(
  ['openssl', 'mosquitto', 'mosquitto_pub', 'mosquitto_sub'],
  'openssl mosquitto mosquitto-clients',
)
const aFresh = (but: Parameters<typeof aCommand>[0] = {}) =>
  JSON.stringify(aCommand({ at: new Date().toISOString(), ...but }))

withPeers('an agent with a certificate, on a broker that asks for one', () => {
  let ours: Authority
  let strangers: Authority
  let broker: SecureMosquitto
  let identity: TlsIdentity
  const lamps: LinkedLamp[] = []
  const start = (options: Pick<LampLinkOptions, 'broker'> & Partial<LampLinkOptions>) => {
    const lamp = aLinkedLamp({ identity, ...options })
    lamps.push(lamp)
    return lamp
  }
  const door = (which: number, host = 'localhost') => `mqtts://${host}:${broker.securePorts[which]}`
  const [good, expired, misnamed] = [0, 1, 2]

  beforeAll(async () => {
    ;[ours, strangers] = [makeAuthority(), makeAuthority()]
    broker = await startSecureMosquitto(
      ours,
      ours.issue('broker'),
      ours.issue('broker', { expired: true }),
      ours.issue('broker', { names: 'DNS:broker.example' }),
    )
    identity = tlsIdentity({ own: ours.issue('desk-1'), authority: ours.certificate })
  })
  afterEach(() => Promise.allSettled(lamps.splice(0).map(({ link }) => link.close())))
  afterAll(async () => {
    await broker?.kill()
    ours?.remove()
    strangers?.remove()
  })

  it('shows what it is told, reports it and pulls its cord, as strangers see', async () => {
    broker.publish(commandTopic('desk-1'), aFresh({ v: 4, state: 'help' }), '-r')
    const pulls = await broker.listen(pullTopic('desk-1'))
    const lamp = start({ broker: door(good) })
    await lamp.shows('help')
    lamp.outbox.add('SINGLE')

    const reports = await broker.listen(reportTopic('desk-1'))
    const report = JSON.parse(await reports.until((line) => line.includes('"help"')))
    expect(report).toMatchObject({ state: 'help', appliedV: 4, certificateEnds: identity.certificateEnds })
    expect(JSON.parse(await pulls.until(() => true))).toEqual({
      click: 'SINGLE',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: expect.any(String),
    })
    await Promise.all([reports.stop(), pulls.stop()])
  })

  it('cannot speak for another: its words are not heard', async () => {
    const everything = await broker.listen('andon/#')
    const impostor = tlsIdentity({ own: ours.issue('desk-2'), authority: ours.certificate })
    const lamp = start({ broker: door(good), identity: impostor })
    await lamp.says(/^connected/)
    broker.publish(commandTopic('desk-1'), aFresh({ v: 5, state: 'stop' }))
    lamp.outbox.add('LONG')
    // The broker takes it, or it would be sent again for ever, and passes it on to nobody.
    while (lamp.outbox.size() > 0) await new Promise(setImmediate)
    broker.publish('andon/the-end', 'the end')

    await everything.until((line) => line === 'the end')
    expect(everything.heard.filter((line) => line.includes('LONG'))).toEqual([])
    expect(lamp.shown).toEqual(['unknown'])
    await everything.stop()
  })

  describe('says in one sentence what is wrong, and shows that it does not know:', () => {
    // The broker's alert, or what is left where it hangs up before that can be read.
    const refused = /refuses this device’s certificate|before it let us in: is this device’s certificate active/
    const issuedBy = (authority: Authority) =>
      tlsIdentity({ own: authority.issue('desk-1'), authority: ours.certificate })

    it.each<[string, () => Pick<LampLinkOptions, 'broker'> & Partial<LampLinkOptions>, RegExp]>([
      [
        'an authority that is not ours',
        () => ({ broker: door(good), identity: tlsIdentity() }),
        /does not trust the signer/,
      ],
      ['a server’s certificate that has ended', () => ({ broker: door(expired) }), /certificate has expired/],
      ['another name', () => ({ broker: door(misnamed) }), /is not for the name localhost/],
      [
        'a device’s certificate that the broker does not know',
        () => ({ broker: door(good), identity: issuedBy(strangers) }),
        refused,
      ],
      [
        'no device’s certificate',
        () => ({ broker: door(good), identity: tlsIdentity({ authority: ours.certificate }) }),
        refused,
      ],
      [
        'a port without TLS',
        () => ({ broker: `mqtts://localhost:${broker.port}` }),
        /does not speak TLS|closed the connection before it accepted this device/,
      ],
    ])('%s', async (_what, options, sentence) => {
      const lamp = start(options())
      await lamp.says(/./)
      expect(lamp.log[0]).toMatch(sentence)
      expect(lamp.log.join()).not.toMatch(/BEGIN|\n/)
      expect(lamp.shown).toEqual(['unknown'])
    })

    it('nobody there', async () => {
      const port = await freePort()
      const lamp = start({ broker: `mqtts://localhost:${port}` })
      await lamp.says(/./)
      expect(lamp.log[0]).toBe(
        `not connected to localhost:${port} (nothing listens on port ${port}); trying again in 0.1 s`,
      )
    })
  })

  it('goes by port 443 where 8883 cannot be had, names its protocol and its host, and begins there the next time', async () => {
    const calls: { alpn: string | false | null; host: string | undefined }[] = []
    const open = new Set<TLSSocket>()
    const { certificate, key } = ours.issue('balancer')
    // As AWS does on a port of many uses: who does not name this protocol is not let in.
    const balancer = createServer({ cert: certificate, key, ALPNProtocols: ['x-amzn-mqtt-ca'] }, (client) => {
      calls.push({ alpn: client.alpnProtocol, host: client.servername || undefined })
      open.add(client)
      const onward = connect(broker.port, '127.0.0.1')
      client.pipe(onward).pipe(client)
      client.on('error', () => onward.destroy())
      onward.on('error', () => client.destroy())
    }).listen(0, '127.0.0.1')
    await once(balancer, 'listening')
    const fallback = (balancer.address() as AddressInfo).port
    const usual = await freePort()
    broker.publish(commandTopic('desk-1'), aFresh({ v: 6, state: 'working' }), '-r')

    const lamp = start({ broker: 'mqtts://localhost', ports: { usual, fallback } })
    await lamp.shows('working')
    for (const socket of open) socket.destroy()
    await lamp.shows('unknown')
    await lamp.shows('working')

    expect(calls).toEqual(Array(2).fill({ alpn: 'x-amzn-mqtt-ca', host: 'localhost' }))
    expect(lamp.log.map((line) => /localhost:\d+/.exec(line)?.[0])).toEqual(
      [usual, fallback, fallback, fallback].map((port) => `localhost:${port}`),
    )
    await lamp.link.close()
    balancer.close()
  })
})
