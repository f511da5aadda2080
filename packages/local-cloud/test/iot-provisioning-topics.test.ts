import { arnOf } from '../src/arn.ts'
import { connect, disconnected } from './iot-core-started.ts'
import { certify, connectTls } from './iot-enrolled.ts'
import { allow, asDesk1, ask, askForCertificate, create, device, provision, start } from './iot-provisioning-started.ts'
import { signingRequest } from './signing-request.ts'

describe('nobody else hears of it', () => {
  it('not who has subscribed to the same topics, or to all of them', async () => {
    const { iot, registry, pi } = await start()
    const spy = await connectTls(iot, registry, certify(registry, { policies: ['claim'] }), { clientId: 'spy' })
    await spy.subscribeAsync([`${create}/accepted`, '$aws/provisioning-templates/lights/provision/json/#', '#', '+/#'])
    const owner = await connect(iot, { clientId: 'owner' })
    await owner.subscribeAsync('#')
    const overheard: string[] = []
    for (const one of [spy, owner]) one.on('message', (topic) => overheard.push(topic))
    const published: string[] = []
    iot.onPublish(({ topic }) => published.push(topic))

    const { token } = await askForCertificate(pi)
    await ask(pi, provision, asDesk1(token))
    await iot.publish('the/end', '')
    await Promise.all([spy, owner].map((one) => one.publishAsync('round/trip', '', { qos: 1 })))
    expect(overheard.filter((topic) => topic.startsWith('$'))).toEqual([])
    expect(published.filter((topic) => topic.startsWith('$'))).toEqual([])
  })

  it('not even who asked, unless it has subscribed and may', async () => {
    const receive = allow('iot:Receive', arnOf('iot', 'topic/$aws/certificates/*'))
    const policies = {
      claim: { Statement: ['Connect', 'Publish', 'Subscribe'].map((right) => allow(`iot:${right}`, '*')) },
      device,
      more: { Statement: [receive] },
    }
    const { registry, pi, claimed, activity } = await start({ policies })
    const heard: string[] = []
    pi.on('message', (topic) => heard.push(topic))
    const request = async (subscribe: boolean) => {
      if (subscribe) await pi.subscribeAsync(`${create}/+`, { qos: 1 })
      await pi.publishAsync(create, JSON.stringify({ certificateSigningRequest: signingRequest().csr }), { qos: 1 })
      await activity.idle()
      await pi.publishAsync('round/trip', '', { qos: 1 })
    }
    await request(false)
    await request(true)
    expect(heard).toEqual([])
    registry.attachments.attachPolicy(claimed.id, 'more')
    await request(true)
    expect(heard).toEqual([`${create}/accepted`])
    await pi.unsubscribeAsync(`${create}/+`)
    await request(false)
    expect(heard).toHaveLength(1)
  })
})

describe('the reserved topics', () => {
  it.each([
    ['of the cbor form', '$aws/certificates/create-from-csr/cbor'],
    ['that make the key too', '$aws/certificates/create/json'],
    ['of an answer', `${create}/accepted`],
    ['of shadows', '$aws/things/desk-1/shadow/update'],
  ])('%s are not to be published on', async (_, topic) => {
    const { pi, log } = await start()
    const gone = disconnected(pi)
    pi.publish(topic, '{}')
    expect(await gone).toBe('disconnected')
    expect(log).toEqual([expect.stringContaining(`the reserved topic ${topic} is not modelled`)])
  })

  it('are held to the claim’s policy', async () => {
    const policies = { claim: { Statement: [allow('iot:Connect', '*')] }, device }
    const { pi, registry, log } = await start({ policies })
    await expect(pi.subscribeAsync(`${create}/accepted`)).rejects.toThrow('Unspecified error')
    const before = registry.certificates.all().length
    const gone = disconnected(pi)
    pi.publish(create, JSON.stringify({ certificateSigningRequest: signingRequest().csr }))
    await gone
    expect(log).toContainEqual(expect.stringContaining(`iot:Publish denied on ${create}`))
    expect(registry.certificates.all()).toHaveLength(before)
  })

  it('are closed to the plain door, where nobody shows a claim', async () => {
    const { iot, registry } = await start()
    const owner = await connect(iot, { clientId: 'owner' })
    await expect(owner.subscribeAsync(`${create}/accepted`)).rejects.toThrow('Unspecified error')
    const before = registry.certificates.all().length
    const gone = disconnected(owner)
    owner.publish(create, JSON.stringify({ certificateSigningRequest: signingRequest().csr }))
    expect(await gone).toBe('disconnected')
    expect(registry.certificates.all()).toHaveLength(before)
  })

  it('get nothing from a last will', async () => {
    const { iot, registry } = await start()
    const payload = Buffer.from(JSON.stringify({ certificateSigningRequest: signingRequest().csr }))
    const will = { topic: create, payload, qos: 1 as const, retain: false }
    const claimed = certify(registry, { policies: ['claim'] })
    await connectTls(iot, registry, claimed, { clientId: 'x', will })
    const before = registry.certificates.all().length
    // Whoever comes under the same client id gets in once the one before is gone, and its will with it.
    await connectTls(iot, registry, claimed, { clientId: 'x' })
    expect(registry.certificates.all()).toHaveLength(before)
  })
})
