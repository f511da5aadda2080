import type { MqttClient } from 'mqtt'
import { MovedClock } from '../../local/clock.ts'
import { readProvisioningTemplate } from '../../local/iot-core/provisioning/template.ts'
import { arnOf, FunctionFailed } from '../../local/service.ts'
import { disconnected, connect } from './iot-core-started.ts'
import { certify, connectTls, refusal, startTls } from './iot-enrolled.ts'
import { signingRequest } from './signing-request.ts'
import { WatchedClock } from './lambda-watched-clock.ts'

const template = arnOf('iot', 'provisioningtemplate/lights')
const hookArn = arnOf('lambda', 'function:hook')
const create = '$aws/certificates/create-from-csr/json'
const provision = '$aws/provisioning-templates/lights/provision/json'
const allow = (Action: string, ...Resource: string[]) => ({ Effect: 'Allow', Action, Resource })
const claim = { Statement: [allow('iot:*', '*')] }
const device = { Statement: [allow('iot:Connect', arnOf('iot', 'client/${iot:Connection.Thing.ThingName}'))] }
const body = {
  Parameters: { ThingName: { Type: 'String' }, Floor: { Type: 'String', Default: 'ground' } },
  Resources: {
    thing: { Type: 'AWS::IoT::Thing', Properties: { ThingName: { Ref: 'ThingName' } } },
    certificate: {
      Type: 'AWS::IoT::Certificate',
      Properties: { CertificateId: { Ref: 'AWS::IoT::Certificate::Id' }, Status: 'Active' },
    },
    policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyName: 'device' } },
  },
  DeviceConfiguration: { place: { 'Fn::Join': ['-', ['floor', { Ref: 'Floor' }]] } },
}
const written = (over: object = {}, properties: object = {}) =>
  readProvisioningTemplate('lights', template, {
    TemplateBody: JSON.stringify({ ...body, ...over }),
    Enabled: true,
    ProvisioningRoleArn: 'role/provisioning',
    PreProvisioningHook: { TargetArn: hookArn },
    ...properties,
  })

interface Setting extends NonNullable<Parameters<typeof startTls>[0]> {
  readonly hook?: (event: any) => unknown
}

async function start({ hook = () => ({ allowProvisioning: true }), ...over }: Setting = {}) {
  const asked: any[] = []
  const broker = await startTls({
    policies: { claim, device },
    templates: [written()],
    functions: {
      invoke: async (arn, event) => (asked.push([arn, event]), hook(event)),
      invokeLater: () => undefined,
    },
    ...over,
  })
  const claimed = certify(broker.registry, { policies: ['claim'] })
  const pi = await connectTls(broker.iot, broker.registry, claimed, { clientId: 'new-pi' })
  return { ...broker, asked, claimed, pi }
}

/** Asks fleet provisioning, and waits for what it answers. */
async function ask(client: MqttClient, topic: string, request: unknown) {
  await client.subscribeAsync([`${topic}/accepted`, `${topic}/rejected`], { qos: 1 })
  const answer = new Promise<{ said: string; body: any }>((resolve) =>
    client.once('message', (from, payload) =>
      resolve({ said: from.slice(topic.length + 1), body: JSON.parse(String(payload)) }),
    ),
  )
  await client.publishAsync(topic, typeof request === 'string' ? request : JSON.stringify(request), { qos: 1 })
  return answer
}
const askForCertificate = async (pi: MqttClient) => {
  const { csr, key } = signingRequest()
  const { body: made } = await ask(pi, create, { certificateSigningRequest: csr })
  return { id: made.certificateId, cert: made.certificatePem, key, token: made.certificateOwnershipToken }
}
const asDesk1 = (token: string) => ({ certificateOwnershipToken: token, parameters: { ThingName: 'desk-1' } })

describe('a Pi with a claim', () => {
  it('gets a certificate for its own key, asks to be a light, and comes back as that', async () => {
    const { iot, registry, asked, claimed, pi, activity } = await start()
    const mine = await askForCertificate(pi)
    expect(registry.certificates.get(mine.id)?.status).toBe('PENDING_ACTIVATION')
    expect(await refusal(iot, registry, mine, { clientId: 'desk-1' })).toBe('closed')

    expect(await ask(pi, provision, asDesk1(mine.token))).toEqual({
      said: 'accepted',
      body: { thingName: 'desk-1', deviceConfiguration: { place: 'floor-ground' } },
    })
    const event = {
      claimCertificateId: claimed.id,
      certificateId: mine.id,
      certificatePem: mine.cert,
      templateArn: template,
      clientId: 'new-pi',
      parameters: { ThingName: 'desk-1' },
    }
    expect(asked).toEqual([[hookArn, event]])
    expect(registry.attachments.policiesOf(mine.id)).toEqual(['device'])
    expect(await refusal(iot, registry, mine, { clientId: 'desk-1' })).toBe('connected')
    expect(activity.open()).toEqual([])
  })

  it('becomes what the hook says, whatever it took itself for', async () => {
    const hook = () => ({ allowProvisioning: true, parameterOverrides: { ThingName: 'desk-2', Floor: 'first' } })
    const { registry, pi } = await start({ hook })
    const { id, token } = await askForCertificate(pi)
    expect((await ask(pi, provision, asDesk1(token))).body).toEqual({
      thingName: 'desk-2',
      deviceConfiguration: { place: 'floor-first' },
    })
    expect(registry.attachments.thingsOf(id)).toMatchObject([{ thing: 'desk-2' }])
    expect(registry.things.get('desk-2')).toEqual({ name: 'desk-2', attributes: {} })
  })

  it('may ask again with the same token, when the answer was lost', async () => {
    const { registry, pi } = await start()
    const { id, token } = await askForCertificate(pi)
    const first = await ask(pi, provision, asDesk1(token))
    expect(await ask(pi, provision, asDesk1(token))).toEqual(first)
    expect(registry.attachments.thingsOf(id)).toHaveLength(1)
  })

  it('has an hour; then the token is worth nothing, and the certificate that nobody took is gone', async () => {
    const clock = new MovedClock(Date.now())
    const { registry, pi, asked } = await start({ clock })
    const late = await askForCertificate(pi)
    clock.move(3_599_000)
    const inTime = await askForCertificate(pi)
    clock.move(1000)
    expect(await ask(pi, provision, asDesk1(late.token))).toEqual({
      said: 'rejected',
      body: {
        statusCode: 400,
        errorCode: 'InvalidCertificateOwnershipToken',
        errorMessage: 'The certificate ownership token is not valid.',
      },
    })
    expect(asked).toEqual([])
    expect(registry.certificates.get(late.id)).toBeUndefined()
    expect((await ask(pi, provision, asDesk1(inTime.token))).said).toBe('accepted')
    clock.move(3_600_000)
    expect(registry.certificates.get(inTime.id)?.status).toBe('ACTIVE')
  })
})

describe('is refused, and nothing of it is done', () => {
  const refused = async (setting: Setting, request: (token: string) => unknown = asDesk1) => {
    const { registry, pi, log } = await start(setting)
    const { id, token } = await askForCertificate(pi)
    const { said, body: why } = await ask(pi, provision, request(token))
    expect(said).toBe('rejected')
    expect(registry.certificates.get(id)?.status).toBe('PENDING_ACTIVATION')
    expect([registry.attachments.policiesOf(id), registry.attachments.thingsOf(id)]).toEqual([[], []])
    return { why, log }
  }

  it.each([
    ['that the hook does not allow', () => ({ allowProvisioning: false })],
    ['for which the hook has no clear yes', () => ({ allowProvisioning: 'true' })],
    ['for which the hook says nothing', () => null],
    ['whose override is no text', () => ({ allowProvisioning: true, parameterOverrides: { ThingName: 1 } })],
    ['whose hook fails', () => Promise.reject(new FunctionFailed('Error', 'the table is gone'))],
  ])('a device %s; it hears no reason', async (_, hook) => {
    const { why, log } = await refused({ hook })
    expect(why).toEqual({ statusCode: 403, errorCode: 'AccessDenied', errorMessage: 'Access Denied' })
    expect(log.join()).toContain('provisioning template lights: its hook')
  })

  it('a device whose hook says nothing within five seconds', async () => {
    const clock = new WatchedClock(Date.now())
    const answer = refused({ clock, hook: () => new Promise(() => undefined) })
    await clock.pass(5000)
    expect((await answer).why).toMatchObject({ errorCode: 'AccessDenied' })
  })

  it('a device whose hook AWS IoT has no leave to ask', async () => {
    const asked: unknown[] = []
    const mayInvoke = (...question: unknown[]) => (asked.push(question), false)
    const { why, log } = await refused({ mayInvoke })
    expect(asked).toEqual([[hookArn, 'iot.amazonaws.com', template]])
    expect(why).toMatchObject({ errorCode: 'AccessDenied' })
    expect(log.join()).toContain('no Lambda permission lets iot.amazonaws.com invoke')
  })

  it.each([
    'iot:DescribeThing',
    'iot:DescribeCertificate',
    'iot:UpdateCertificate',
    'iot:AttachPolicy',
    'iot:AttachThingPrincipal',
  ])('a device that the provisioning role may not %s', async (lacking) => {
    const asked: unknown[] = []
    const { why } = await refused({ mayAct: (acting, action) => (asked.push(acting), action !== lacking) })
    expect(why).toMatchObject({ statusCode: 403, errorMessage: expect.stringContaining(lacking) })
    expect(asked[0]).toEqual({ roleArn: 'role/provisioning', sourceArn: template })
  })

  it('a thing that the role may not make', async () => {
    const mayAct = (_: unknown, action: string) => action !== 'iot:CreateThing'
    await refused({ mayAct }, (token) => ({ certificateOwnershipToken: token, parameters: { ThingName: 'new' } }))
  })

  it.each([
    ['no token', () => ({})],
    ['a token that is none', () => asDesk1('x')],
    ['no parameters', (token: string) => ({ certificateOwnershipToken: token })],
    ['a name that is none', (token: string) => ({ ...asDesk1(token), parameters: { ThingName: '../desk-1' } })],
    ['a parameter that is no text', (token: string) => ({ ...asDesk1(token), parameters: { ThingName: {} } })],
    ['no JSON', () => '{'],
  ])('a request with %s', async (_, request) => {
    expect((await refused({}, request)).why).toMatchObject({ statusCode: 400 })
  })

  it('a template that is switched off', async () => {
    expect((await refused({ templates: [written({}, { Enabled: false })] })).why).toMatchObject({ statusCode: 404 })
  })

  it('a request for a certificate that is none', async () => {
    const { pi, registry } = await start()
    const before = registry.certificates.all().length
    for (const request of [{ certificateSigningRequest: 'x' }, {}, 'x', '[]']) {
      expect(await ask(pi, create, request)).toMatchObject({ said: 'rejected', body: { statusCode: 400 } })
    }
    expect(registry.certificates.all()).toHaveLength(before)
  })
})

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

describe('a provisioning template', () => {
  const thing = (Properties: object) => ({ ...body.Resources, thing: { Type: 'AWS::IoT::Thing', Properties } })
  it.each([
    ['gives a thing attributes', { Resources: thing({ ThingName: 'x', AttributePayload: { floor: '1' } }) }],
    ['gives a thing a group', { Resources: thing({ ThingName: 'x', ThingGroups: ['lights'] }) }],
    [
      'brings a policy of its own',
      { Resources: { policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: {} } } } },
    ],
    ['asks for a number', { Parameters: { Floor: { Type: 'Number' } } }],
  ])('is not modelled that %s', (_, over) => {
    expect(() => written(over)).toThrow('Provisioning template lights is not modelled')
  })
})
