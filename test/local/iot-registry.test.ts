// AWS IoT's control plane as an SDK reaches it.
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateThingCommand,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  DescribeEndpointCommand,
  DescribeProvisioningTemplateCommand,
  DescribeThingCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  IoTClient,
  ListAttachedPoliciesCommand,
  ListCertificatesCommand,
  ListPrincipalThingsCommand,
  ListTargetsForPolicyCommand,
  ListThingPrincipalsCommand,
  ListThingPrincipalsV2Command,
  ListThingsCommand,
  paginateListThings,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot'
import { createHash, X509Certificate } from 'node:crypto'
import { iotService } from '../../local/aws-endpoint/iot.ts'
import { MovedClock } from '../../local/clock.ts'
import { policyFrom } from '../../local/iam.ts'
import { readProvisioningTemplate } from '../../local/iot-core/provisioning/template.ts'
import { openIotRegistry } from '../../local/iot-registry.ts'
import { createIotApi } from '../../local/iot-registry/api.ts'
import { arnOf, AwsError, type Permission } from '../../local/service.ts'
import { openStore, type Store } from '../../local/store.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'
import { signingRequest } from './signing-request.ts'

const nine = Date.UTC(2026, 10, 21, 9)
const templateArn = arnOf('iot', 'provisioningtemplate/lights')
const written = {
  TemplateBody: JSON.stringify({ Resources: {} }),
  Enabled: true,
  Description: 'How a light comes to be',
  ProvisioningRoleArn: 'role/provisioning',
  PreProvisioningHook: { TargetArn: 'function:hook' },
}

interface Setting {
  readonly store?: Store
  readonly things?: readonly string[]
  readonly tlsPort?: number | undefined
  readonly mayCall?: (permission: Permission) => boolean
}

async function start(setting: Setting = {}) {
  const { store = openStore(), things = ['desk-1', 'desk-2'], mayCall = () => true } = setting
  const clock = new MovedClock(nine)
  const nothing = policyFrom({ Statement: [] }, 'nothing')
  const registry = openIotRegistry({
    store,
    clock,
    things: things.map((name) => ({ name, attributes: { floor: '1' } })),
    policies: new Map(
      ['device', 'claim', ...Array.from({ length: 10 }, (_, nth) => `p${nth}`)].map((name) => [name, nothing]),
    ),
  })
  const templates = [readProvisioningTemplate('lights', templateArn, written)]
  const tlsPort = 'tlsPort' in setting ? setting.tlsPort : 8883
  const api = createIotApi({ registry, templates, tlsPort, deployedAt: nine })
  const asked: Permission[] = []
  const authorize = (_caller: unknown, permissions: readonly Permission[]) => {
    asked.push(...permissions)
    const lacking = permissions.find((permission) => !mayCall(permission))
    if (lacking !== undefined) throw new AwsError('AccessDeniedException', `not authorized: ${lacking.action}`)
  }
  const { client } = await startEndpoint({ iot: iotService(api) }, { authorize })
  const aws = new IoTClient(client())
  const certify = async (setAsActive = true) => {
    const { certificateArn: arn = '', certificateId: id = '' } = await aws.send(
      new CreateCertificateFromCsrCommand({ certificateSigningRequest: signingRequest().csr, setAsActive }),
    )
    return { arn, id }
  }
  return { aws, registry, clock, asked, certify }
}
const named = (name: string) => expect.objectContaining({ name })

it('says where the broker is', async () => {
  const { aws } = await start()
  expect(await aws.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }))).toMatchObject({
    endpointAddress: '127.0.0.1:8883',
  })
  await expect(aws.send(new DescribeEndpointCommand({ endpointType: 'iot:Jobs' }))).rejects.toEqual(
    named('InvalidRequestException'),
  )
  const { aws: without } = await start({ tlsPort: undefined })
  await expect(without.send(new DescribeEndpointCommand({}))).rejects.toThrow('no TLS door')
})

describe('things', () => {
  it('are the template’s', async () => {
    const { aws } = await start()
    expect(await aws.send(new DescribeThingCommand({ thingName: 'desk-1' }))).toMatchObject({
      thingName: 'desk-1',
      thingArn: arnOf('iot', 'thing/desk-1'),
      attributes: { floor: '1' },
    })
    await expect(aws.send(new DescribeThingCommand({ thingName: 'desk-3' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    })
    await expect(aws.send(new CreateThingCommand({ thingName: 'desk-3' }))).rejects.toThrow('POST /things/desk-3')
  })

  it('are listed page by page', async () => {
    const things = Array.from({ length: 60 }, (_, nth) => `desk-${String(nth).padStart(2, '0')}`)
    const { aws } = await start({ things })
    const pages: number[] = []
    const listed: unknown[] = []
    for await (const page of paginateListThings({ client: aws }, {})) {
      pages.push(page.things!.length)
      listed.push(...page.things!.map(({ thingName }) => thingName))
    }
    expect(pages).toEqual([25, 25, 10])
    expect(listed).toEqual(things)
    await expect(aws.send(new ListThingsCommand({ nextToken: 'x' }))).rejects.toEqual(named('InvalidRequestException'))
  })
})

describe('a certificate', () => {
  it('is made for a CSR; its id is the SHA-256 of its DER, as at AWS', async () => {
    const { aws, registry, clock } = await start()
    const made = await aws.send(
      new CreateCertificateFromCsrCommand({ certificateSigningRequest: signingRequest().csr }),
    )
    const x509 = new X509Certificate(made.certificatePem!)
    expect(made.certificateId).toBe(createHash('sha256').update(x509.raw).digest('hex'))
    expect(made.certificateArn).toBe(arnOf('iot', `cert/${made.certificateId}`))
    expect(x509.verify(new X509Certificate(registry.authority.certificate).publicKey)).toBe(true)

    clock.move(1500)
    const certificateId = made.certificateId!
    await aws.send(new UpdateCertificateCommand({ certificateId, newStatus: 'ACTIVE' }))
    const { certificateDescription } = await aws.send(new DescribeCertificateCommand({ certificateId }))
    expect(certificateDescription).toEqual({
      certificateArn: made.certificateArn,
      certificateId,
      certificatePem: made.certificatePem,
      status: 'ACTIVE',
      certificateMode: 'DEFAULT',
      ownedBy: '000000000000',
      creationDate: new Date(nine),
      lastModifiedDate: new Date(nine + 1500),
      validity: { notBefore: new Date(nine - 120_000), notAfter: new Date('2049-12-31T23:59:59.000Z') },
    })
  })

  it('is inactive unless asked otherwise, and is refused with the reason', async () => {
    const { aws, certify } = await start()
    const [first, second] = [await certify(false), await certify(true)]
    const { certificates } = await aws.send(new ListCertificatesCommand({}))
    expect(new Map(certificates?.map(({ certificateId, status }) => [certificateId, status]))).toEqual(
      new Map([
        [first.id, 'INACTIVE'],
        [second.id, 'ACTIVE'],
      ]),
    )
    await expect(
      aws.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest: 'x' })),
    ).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining('no certificate signing request in PEM'),
    })
  })

  it('is deleted only once it is inactive, and nothing is attached to it', async () => {
    const { aws, certify } = await start()
    const { arn, id } = await certify()
    const pair = { thingName: 'desk-1', principal: arn }
    await aws.send(new AttachPolicyCommand({ policyName: 'device', target: arn }))
    await aws.send(new AttachThingPrincipalCommand(pair))
    const remove = (forceDelete = false) => aws.send(new DeleteCertificateCommand({ certificateId: id, forceDelete }))

    await expect(remove(true)).rejects.toEqual(named('CertificateStateException'))
    await aws.send(new UpdateCertificateCommand({ certificateId: id, newStatus: 'INACTIVE' }))
    await expect(remove(true)).rejects.toMatchObject({ name: 'DeleteConflictException', message: /Things/ })
    await aws.send(new DetachThingPrincipalCommand(pair))
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException', message: /Policies/ })
    await remove(true)
    await expect(aws.send(new DescribeCertificateCommand({ certificateId: id }))).rejects.toEqual(
      named('ResourceNotFoundException'),
    )
    expect((await aws.send(new ListTargetsForPolicyCommand({ policyName: 'device' }))).targets).toEqual([])
  })

  it('may be deactivated and detached twice', async () => {
    const { aws, certify } = await start()
    const { arn, id } = await certify()
    for (const _ of ['once', 'twice']) {
      await aws.send(new UpdateCertificateCommand({ certificateId: id, newStatus: 'INACTIVE' }))
      await aws.send(new DetachPolicyCommand({ policyName: 'device', target: arn }))
      await aws.send(new DetachThingPrincipalCommand({ thingName: 'desk-1', principal: arn }))
    }
    await aws.send(new DeleteCertificateCommand({ certificateId: id }))
    await expect(aws.send(new DeleteCertificateCommand({ certificateId: id }))).rejects.toEqual(
      named('ResourceNotFoundException'),
    )
  })
})

describe('what is attached', () => {
  it('is told from both ends, and is there after a restart', async () => {
    const store = openStore()
    const { aws, certify } = await start({ store })
    const [one, two] = [await certify(), await certify()]
    for (const { arn } of [one, two]) {
      await aws.send(new AttachPolicyCommand({ policyName: 'device', target: arn }))
      await aws.send(new AttachThingPrincipalCommand({ thingName: 'desk-1', principal: arn }))
    }
    await aws.send(new AttachPolicyCommand({ policyName: 'claim', target: one.arn }))

    const { aws: later } = await start({ store })
    const device = { policyName: 'device', policyArn: arnOf('iot', 'policy/device') }
    const claim = { policyName: 'claim', policyArn: arnOf('iot', 'policy/claim') }
    expect((await later.send(new ListAttachedPoliciesCommand({ target: one.arn }))).policies).toEqual([claim, device])
    const both = [one.arn, two.arn].sort()
    expect((await later.send(new ListTargetsForPolicyCommand({ policyName: 'device' }))).targets).toEqual(both)
    expect((await later.send(new ListThingPrincipalsCommand({ thingName: 'desk-1' }))).principals).toEqual(both)
    expect((await later.send(new ListPrincipalThingsCommand({ principal: two.arn }))).things).toEqual(['desk-1'])
    expect((await later.send(new ListThingPrincipalsCommand({ thingName: 'desk-2' }))).principals).toEqual([])
  })

  it('exclusively, shares its certificate with no other thing', async () => {
    const { aws, certify } = await start()
    const [alone, shared] = [await certify(), await certify()]
    const attach = (thingName: string, principal: string, thingPrincipalType?: 'EXCLUSIVE_THING') =>
      aws.send(
        new AttachThingPrincipalCommand({ thingName, principal, ...(thingPrincipalType && { thingPrincipalType }) }),
      )
    await attach('desk-1', alone.arn, 'EXCLUSIVE_THING')
    await attach('desk-1', shared.arn)
    await expect(attach('desk-2', alone.arn)).rejects.toThrow('attached to desk-1 exclusively')
    await expect(attach('desk-2', shared.arn, 'EXCLUSIVE_THING')).rejects.toThrow('attached to other things')
    const exclusive = new ListThingPrincipalsV2Command({ thingName: 'desk-1', thingPrincipalType: 'EXCLUSIVE_THING' })
    expect((await aws.send(exclusive)).thingPrincipalObjects).toEqual([
      { principal: alone.arn, thingPrincipalType: 'EXCLUSIVE_THING' },
    ])
  })

  it('must be there, and of this account', async () => {
    const { aws, certify } = await start()
    const { arn } = await certify()
    const nowhere = arnOf('iot', `cert/${'0'.repeat(64)}`)
    const missing = named('ResourceNotFoundException')
    const invalid = named('InvalidRequestException')
    const policy = (policyName: string, target: string) => aws.send(new AttachPolicyCommand({ policyName, target }))
    const thing = (thingName: string, principal: string) =>
      aws.send(new AttachThingPrincipalCommand({ thingName, principal }))
    await expect(policy('none', arn)).rejects.toEqual(missing)
    await expect(policy('device', nowhere)).rejects.toEqual(missing)
    await expect(policy('device', arn.replace('000000000000', '111111111111'))).rejects.toEqual(invalid)
    await expect(policy('device', arnOf('iot', 'thinggroup/all'))).rejects.toEqual(invalid)
    await expect(thing('desk-3', arn)).rejects.toEqual(missing)
    await expect(thing('desk-1', nowhere)).rejects.toEqual(missing)
    await expect(thing('desk-1', 'x')).rejects.toEqual(invalid)
    await expect(thing('desk/1', arn)).rejects.toEqual(invalid)
  })

  it('is at most ten policies', async () => {
    const { aws, certify } = await start()
    const { arn } = await certify()
    const attach = (policyName: string) => aws.send(new AttachPolicyCommand({ policyName, target: arn }))
    for (let nth = 0; nth < 10; nth++) await attach(`p${nth}`)
    await attach('p9')
    await expect(attach('device')).rejects.toEqual(named('LimitExceededException'))
  })
})

it('describes how devices are provisioned', async () => {
  const { aws } = await start()
  expect(await aws.send(new DescribeProvisioningTemplateCommand({ templateName: 'lights' }))).toMatchObject({
    templateArn,
    templateName: 'lights',
    description: 'How a light comes to be',
    creationDate: new Date(nine),
    templateBody: '{"Resources":{}}',
    enabled: true,
    provisioningRoleArn: 'role/provisioning',
    preProvisioningHook: { targetArn: 'function:hook', payloadVersion: '2020-04-01' },
    type: 'FLEET_PROVISIONING',
  })
  await expect(aws.send(new DescribeProvisioningTemplateCommand({ templateName: 'none' }))).rejects.toEqual(
    named('ResourceNotFoundException'),
  )
})

it('asks for the permission that AWS asks for, and does nothing without it', async () => {
  const { aws, asked, certify } = await start({ mayCall: ({ action }) => action !== 'iot:UpdateCertificate' })
  const { arn, id } = await certify()
  await aws.send(new AttachPolicyCommand({ policyName: 'device', target: arn }))
  await aws.send(new AttachThingPrincipalCommand({ thingName: 'desk-1', principal: arn }))
  await aws.send(new ListThingPrincipalsCommand({ thingName: 'desk-1' }))
  await aws.send(new ListTargetsForPolicyCommand({ policyName: 'device' }))
  await expect(aws.send(new UpdateCertificateCommand({ certificateId: id, newStatus: 'INACTIVE' }))).rejects.toEqual(
    named('AccessDeniedException'),
  )
  expect(asked).toEqual([
    { action: 'iot:CreateCertificateFromCsr', resource: '*' },
    { action: 'iot:AttachPolicy', resource: arn },
    { action: 'iot:AttachThingPrincipal', resource: arn },
    { action: 'iot:ListThingPrincipals', resource: arnOf('iot', 'thing/desk-1') },
    { action: 'iot:ListTargetsForPolicy', resource: arnOf('iot', 'policy/device') },
    { action: 'iot:UpdateCertificate', resource: arn },
  ])
  const { certificateDescription } = await aws.send(new DescribeCertificateCommand({ certificateId: id }))
  expect(certificateDescription).toMatchObject({ status: 'ACTIVE' })
})
