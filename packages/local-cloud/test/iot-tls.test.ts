import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect as openTls } from 'node:tls'
import { openAuthority } from '../src/x509/certificate-authority.ts'
import { MovedClock } from '../src/clock.ts'
import { openIotRegistry } from '../src/services/iot-registry/iot-registry.ts'
import { arnOf } from '../src/arn.ts'
import { openStore } from '../src/store.ts'
import { disconnected, nextMessage, opened } from './iot-core-started.ts'
import { certify, connectTls, refusal, startTls } from './iot-enrolled.ts'

const allow = (Action: string, ...resources: string[]) => ({
  Effect: 'Allow',
  Action,
  Resource: resources.map((resource) => arnOf('iot', resource)),
})
const itself = '${iot:Connection.Thing.ThingName}'
const lamp = {
  Statement: [
    allow('iot:Connect', `client/${itself}`),
    allow('iot:Publish', `topic/reports/${itself}`),
    allow('iot:Subscribe', `topicfilter/commands/${itself}`),
    allow('iot:Receive', `topic/commands/${itself}`),
  ],
}
const anything = { Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }] }
const start = (over: Parameters<typeof startTls>[0] = {}) => startTls({ policies: { lamp, anything }, ...over })

describe('the TLS door', () => {
  it('lets a device in that shows its certificate, and holds it to the policies attached to that', async () => {
    const { iot, registry, log } = await start()
    const desk = await connectTls(iot, registry, certify(registry, { thing: 'desk-1', policies: ['lamp'] }), {
      clientId: 'desk-1',
    })
    await desk.subscribeAsync('commands/desk-1', { qos: 1 })
    const heard = nextMessage(desk)
    await iot.publish('commands/desk-1', 'red', { qos: 1 })
    expect(await heard).toMatchObject({ text: 'red' })
    await desk.publishAsync('reports/desk-1', 'shown', { qos: 1 })
    expect(log).toEqual([])

    const gone = disconnected(desk)
    desk.publish('reports/desk-2', 'forged')
    expect(await gone).toBe('disconnected')
    expect(log).toEqual([expect.stringContaining('iot:Publish denied on reports/desk-2')])
  })

  it('speaks TLS 1.2 and 1.3, and ALPN as AWS IoT does', async () => {
    const { iot, registry } = await start()
    const { cert, key } = certify(registry)
    const hello = async (options: object) => {
      const ca = registry.authority.certificate
      const socket = openTls({ host: '127.0.0.1', port: iot.tlsPort!, ca, cert, key, ...options })
      opened.push({ close: () => socket.destroy() })
      const outcome = once(socket, 'secureConnect').then(() => [socket.getProtocol(), socket.alpnProtocol])
      return outcome.catch((error: Error & { code?: string }) => error.code)
    }
    expect(await hello({ ALPNProtocols: ['x-amzn-mqtt-ca'] })).toEqual(['TLSv1.3', 'x-amzn-mqtt-ca'])
    expect(await hello({ maxVersion: 'TLSv1.2' })).toEqual(['TLSv1.2', false])
    expect(await hello({ ALPNProtocols: ['h2'] })).toBe('ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL')
    expect(await hello({ ca: openAuthority(openStore(), new MovedClock(Date.now())).certificate })).toBe(
      'SELF_SIGNED_CERT_IN_CHAIN',
    )
  })

  it('knows a thing by its certificate and its client id together', async () => {
    const things = [{ name: 'desk-1' }, { name: 'desk-2' }]
    const { iot, registry } = await start({ things })
    const desk = certify(registry, { thing: 'desk-1', policies: ['lamp'] })
    expect(await refusal(iot, registry, desk, { clientId: 'desk-2' })).toBe('not authorized')
    expect(await refusal(iot, registry, desk, { clientId: 'anybody' })).toBe('not authorized')
    expect(await refusal(iot, registry, desk, { clientId: 'desk-1' })).toBe('connected')
  })

  it('knows one that is attached exclusively whatever it calls itself', async () => {
    const own = { Statement: [allow('iot:Connect', '*'), allow('iot:Publish', `topic/reports/${itself}`)] }
    const { iot, registry, log } = await start({ policies: { own } })
    const desk = certify(registry, { policies: ['own'] })
    registry.attachments.attachThing({ certificateId: desk.id, thing: 'desk-1', type: 'EXCLUSIVE_THING' })
    const client = await connectTls(iot, registry, desk, { clientId: 'x' })
    await client.publishAsync('reports/desk-1', 'shown', { qos: 1 })
    expect(log).toEqual([])
  })
})

describe('it lets nobody in', () => {
  it('without a certificate, or with one of another authority, although that one says it is ours', async () => {
    const { iot, registry } = await start()
    const other = openIotRegistry({
      store: openStore(),
      clock: new MovedClock(Date.now()),
      things: [],
      policies: new Map(),
    })
    expect(await refusal(iot, registry, {})).toBe('closed')
    expect(await refusal(iot, registry, certify(other), { clientId: 'desk-1' })).toBe('closed')
  })

  it.each(['INACTIVE', 'REVOKED', 'PENDING_ACTIVATION'] as const)('with one that is %s', async (status) => {
    const { iot, registry, log } = await start()
    const desk = certify(registry, { thing: 'desk-1', policies: ['anything'] })
    registry.certificates.setStatus(desk.id, status)
    expect(await refusal(iot, registry, desk, { clientId: 'desk-1' })).toBe('closed')
    expect(log).toEqual([`A TLS connection is refused: its certificate ${desk.id} is ${status}`])
    registry.certificates.setStatus(desk.id, 'ACTIVE')
    expect(await refusal(iot, registry, desk, { clientId: 'desk-1' })).toBe('connected')
  })

  it('with one that was deleted', async () => {
    const { iot, registry } = await start()
    const desk = certify(registry, { thing: 'desk-1', policies: ['anything'] })
    registry.certificates.remove(desk.id)
    expect(await refusal(iot, registry, desk, { clientId: 'desk-1' })).toBe('closed')
  })

  it('with one that has no policy, whatever the plain door would allow', async () => {
    const { iot, registry } = await start()
    const desk = certify(registry, { thing: 'desk-1' })
    expect(await refusal(iot, registry, desk, { clientId: 'desk-1' })).toBe('not authorized')
    expect(await refusal(iot, registry, desk, { clientId: 'the-owner' })).toBe('not authorized')
  })

  it('who does not speak TLS, and goes on', async () => {
    const { iot, registry } = await start()
    const stranger = connectTcp({ host: '127.0.0.1', port: iot.tlsPort! })
    stranger.on('error', () => undefined).write('GET / HTTP/1.1\r\n\r\n')
    stranger.resume()
    await once(stranger, 'close')
    const desk = certify(registry, { thing: 'desk-1', policies: ['lamp'] })
    expect(await refusal(iot, registry, desk, { clientId: 'desk-1' })).toBe('connected')
  })
})

describe('a device that is connected', () => {
  it.each(['INACTIVE', 'REVOKED'] as const)('is cut off when its certificate becomes %s', async (status) => {
    const { iot, registry } = await start()
    const desk = certify(registry, { thing: 'desk-1', policies: ['lamp'] })
    const other = certify(registry, { policies: ['anything'] })
    const [mine, theirs] = [
      await connectTls(iot, registry, desk, { clientId: 'desk-1' }),
      await connectTls(iot, registry, other, { clientId: 'other' }),
    ]
    const gone = disconnected(mine)
    registry.certificates.setStatus(desk.id, status)
    expect(await gone).toBe('disconnected')
    await theirs.publishAsync('still/there', '', { qos: 1 })
  })

  it('may do no more than what is still attached', async () => {
    const { iot, registry, log } = await start()
    const desk = certify(registry, { thing: 'desk-1', policies: ['lamp'] })
    const client = await connectTls(iot, registry, desk, { clientId: 'desk-1' })
    await client.publishAsync('reports/desk-1', 'shown', { qos: 1 })
    registry.attachments.detachPolicy(desk.id, 'lamp')
    expect(client.connected).toBe(true)
    const gone = disconnected(client)
    client.publish('reports/desk-1', 'shown')
    expect(await gone).toBe('disconnected')
    expect(log).toEqual([expect.stringContaining('iot:Publish denied')])
  })

  it('hears nothing more once its thing is detached', async () => {
    const { iot, registry } = await start()
    const desk = certify(registry, { thing: 'desk-1', policies: ['lamp'] })
    const client = await connectTls(iot, registry, desk, { clientId: 'desk-1' })
    await client.subscribeAsync('commands/desk-1')
    const heard: string[] = []
    client.on('message', (_, payload) => heard.push(String(payload)))
    registry.attachments.detachThing(desk.id, 'desk-1')
    await iot.publish('commands/desk-1', 'not for you')
    registry.attachments.attachThing({ certificateId: desk.id, thing: 'desk-1', type: 'NON_EXCLUSIVE_THING' })
    const again = nextMessage(client)
    await iot.publish('commands/desk-1', 'for you')
    await again
    expect(heard).toEqual(['for you'])
  })
})

it('knows its devices again after a restart', async () => {
  const store = openStore()
  const before = await start({ store })
  const desk = certify(before.registry, { thing: 'desk-1', policies: ['lamp'] })
  await before.iot.close()
  opened.splice(opened.indexOf(before.iot), 1)
  const { iot, registry } = await start({ store })
  expect(registry.authority.certificate).toBe(before.registry.authority.certificate)
  expect(await refusal(iot, registry, desk, { clientId: 'desk-1' })).toBe('connected')
})

it('closes although somebody holds a connection open and says nothing', async () => {
  const { iot, registry } = await start()
  const { cert, key } = certify(registry)
  const ca = registry.authority.certificate
  const silent = openTls({ host: '127.0.0.1', port: iot.tlsPort!, ca, cert, key })
  const halfway = connectTcp({ host: '127.0.0.1', port: iot.tlsPort! })
  const plain = connectTcp({ host: '127.0.0.1', port: iot.port })
  for (const socket of [silent, halfway, plain]) socket.on('error', () => undefined)
  await Promise.all([once(silent, 'secureConnect'), once(halfway, 'connect'), once(plain, 'connect')])
  const closed = [silent, halfway, plain].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
  await iot.close()
  opened.splice(opened.indexOf(iot), 1)
  await Promise.all(closed)
  expect(silent.destroyed).toBe(true)
})
