import { MovedClock } from '../src/clock.ts'
import { refusal } from './iot-enrolled.ts'
import {
  asDesk1,
  ask,
  askForCertificate,
  hookArn,
  provision,
  start,
  template,
  templateBody,
  written,
} from './iot-provisioning-started.ts'

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

describe('a provisioning template', () => {
  const thing = (Properties: object) => ({ ...templateBody.Resources, thing: { Type: 'AWS::IoT::Thing', Properties } })
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
