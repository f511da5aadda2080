import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import { Aedes } from 'aedes'
import { type Authority, makeAuthority, withOpenssl } from '../iot/link/certificates.ts'
import { freePort } from '../iot/link/mosquitto.ts'
import { aPatient, removePatients } from './a-patient.ts'

withOpenssl('the doctor, at a broker that refuses as AWS IoT Core does,', () => {
  let authority: Authority
  const servers: Server[] = []
  const brokers: Aedes[] = []
  beforeAll(() => {
    authority = makeAuthority()
  })
  afterEach(async () => {
    for (const broker of brokers.splice(0)) await new Promise<void>((done) => broker.close(() => done()))
    for (const server of servers.splice(0)) server.close()
  })
  afterAll(() => {
    removePatients()
    authority.remove()
  })

  /** Behind the one of the two ports that is open. */
  async function aLightBehind(take: (socket: TLSSocket) => unknown) {
    const { certificate: cert, key } = authority.issue('localhost')
    const options = { cert, key, ca: authority.certificate, requestCert: true, ALPNProtocols: ['x-amzn-mqtt-ca'] }
    const server = createServer(options, (socket) => void take(socket.on('error', () => {})))
    servers.push(server.listen(0, '127.0.0.1'))
    await once(server, 'listening')
    const light = aPatient({ own: authority.issue('desk-1'), authority: authority.certificate })
    const ports = { usual: await freePort(), fallback: (server.address() as AddressInfo).port }
    return { ...light, examine: () => light.examine({ ports }) }
  }
  async function aBroker(refusals: (aedes: Aedes) => void) {
    const aedes = await Aedes.createBroker()
    brokers.push(aedes)
    refusals(aedes)
    return (socket: TLSSocket) => aedes.handle(socket)
  }

  it('knows a certificate that is not active: it is hung up on before a word was said', async () => {
    const { examine, about } = await aLightBehind((socket) => socket.end())

    expect(await examine()).toBe(false)

    expect(about('certificate at the broker')).toMatch(/^FAILED .*closes the connection when it sees the certificate/)
    expect(about('policy')).toMatch(/^skipped/)
  })

  it('knows a policy that does not let it in: it is hung up on once it has said its name', async () => {
    const offered: unknown[] = []
    const { examine, about } = await aLightBehind((socket) => {
      offered.push(socket.alpnProtocol)
      socket.once('data', () => socket.end())
    })

    expect(await examine()).toBe(false)

    expect(about('certificate at the broker')).toMatch(/^ok/)
    expect(about('policy')).toMatch(/^FAILED .*does not accept "desk-1" with it .*\n.*is the policy attached/)
    expect(new Set(offered)).toEqual(new Set(['x-amzn-mqtt-ca']))
  })

  it('knows one that does not let it in, and says so', async () => {
    const refusing = await aBroker((aedes) => {
      const refusal = Object.assign(new Error('no'), { returnCode: 5 })
      aedes.authenticate = (_client, _name, _password, done) => done(refusal as never, false)
    })
    const { examine, about } = await aLightBehind(refusing)

    expect(await examine()).toBe(false)

    expect(about('policy')).toMatch(/^FAILED .*Not authorized/)
  })

  it('knows one that does not let it hear its commands', async () => {
    const { examine, about } = await aLightBehind(
      await aBroker((aedes) => (aedes.authorizeSubscribe = (_client, _subscription, done) => done(null, null))),
    )

    expect(await examine()).toBe(false)

    expect(about('policy')).toMatch(/^FAILED .*but not subscribe to andon\/lights\/desk-1\/command/)
    expect(about('round trip')).toMatch(/^skipped/)
  })

  it('knows one that does not let it say what it shows', async () => {
    const { examine, about } = await aLightBehind(
      await aBroker((aedes) => (aedes.authorizePublish = (_client, _packet, done) => done(new Error('no')))),
    )

    expect(await examine()).toBe(false)

    expect(about('policy')).toMatch(/^FAILED .*but not publish andon\/lights\/desk-1\/reported/)
  })
})
