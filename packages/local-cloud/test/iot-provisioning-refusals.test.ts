import { FunctionFailed } from '../src/services/lambda/functions.ts'
import {
  asDesk1,
  ask,
  askForCertificate,
  create,
  hookArn,
  provision,
  type Setting,
  start,
  template,
  written,
} from './iot-provisioning-started.ts'
import { WatchedClock } from './lambda-watched-clock.ts'

describe('is refused, and nothing of it is done', () => {
  const refused = async (setting: Setting, request: (token: string) => unknown = asDesk1) => {
    const { registry, pi, log } = await start(setting)
    const { id, token } = await askForCertificate(pi)
    const { said, body: why } = await ask(pi, provision, request(token))
    expect(said).toBe('rejected')
    expect(registry.certificates.get(id)?.status).toBe('PENDING_ACTIVATION')
    expect([registry.attachments.policiesOf(id), registry.attachments.thingsOf(id)]).toEqual([[], []])
    return { why, log, registry }
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
    const asNew = (token: string) => ({ ...asDesk1(token), parameters: { ThingName: 'new' } })
    const { why, registry } = await refused({ mayAct }, asNew)
    expect(why).toMatchObject({ statusCode: 403, errorMessage: expect.stringContaining('iot:CreateThing') })
    expect(registry.things.get('new')).toBeUndefined()
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
