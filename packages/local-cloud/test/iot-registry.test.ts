import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateThingCommand,
  DescribeCertificateCommand,
  DescribeEndpointCommand,
  DescribeProvisioningTemplateCommand,
  DescribeThingCommand,
  ListTargetsForPolicyCommand,
  ListThingPrincipalsCommand,
  ListThingsCommand,
  paginateListThings,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot'
import { arnOf } from '../src/service.ts'
import { named, nine, start, templateArn } from './iot-registry-started.ts'

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
    await expect(aws.send(new CreateThingCommand({ thingName: 'desk-3' }))).rejects.toThrow(
      'iot:CreateThing is not modelled',
    )
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
