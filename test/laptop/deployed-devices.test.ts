import { deployedDevices } from '@andon/local-cloud/deploy/devices.ts'
import { account, arnOf } from '@andon/local-cloud/arn.ts'
import { templateOf } from '../../packages/local-cloud/test/template-of.ts'

const policy = (PolicyName: string, resource: string) => ({
  Type: 'AWS::IoT::Policy',
  Properties: {
    PolicyName,
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: resource }] },
  },
})
const provisioning = (PolicyName: string) => ({
  Type: 'AWS::IoT::ProvisioningTemplate',
  Properties: {
    TemplateName: 'lights',
    ProvisioningRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
    TemplateBody: JSON.stringify({ Resources: { policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyName } } } }),
  },
})
const role = (Condition: object, Service = 'iot.amazonaws.com') => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'provisioning',
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service }, Condition }],
    },
    Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'iot:DescribeThing', Resource: '*' }] } }],
  },
})

it('holds a thing without a certificate to what it would be given when provisioned, and to all there is without that', () => {
  const both = { Device: policy('device', 'a'), Claim: policy('claim', 'b') }
  const resourcesOf = (template: Parameters<typeof templateOf>[0]) =>
    deployedDevices(templateOf(template)).devicePolicies.flatMap(({ Statement }) =>
      Statement.flatMap(({ Resource }) => Resource),
    )
  expect(resourcesOf(both)).toEqual(['a', 'b'])
  expect(resourcesOf({ ...both, Role: role({}), Template: provisioning('device') })).toEqual(['a'])
})

it('gives things their attributes', () => {
  const Properties = { ThingName: 'desk-1', AttributePayload: { Attributes: { floor: '1' } } }
  const bare = { Type: 'AWS::IoT::Thing', Properties: { ThingName: 'desk-2' } }
  expect(deployedDevices(templateOf({ One: { Type: 'AWS::IoT::Thing', Properties }, Two: bare })).things).toEqual([
    { name: 'desk-1', attributes: { floor: '1' } },
    { name: 'desk-2', attributes: {} },
  ])
})

describe('refuses', () => {
  it.each(['${iot:Certificate.Subject.CommonName}', '${aws:SourceIp}', '${iot:Connection.Thing.ThingTypeName}'])(
    'a policy with the variable %s, which nothing here has a value for',
    (variable) => {
      const resource = arnOf('iot', `client/${variable}`)
      const name = variable.slice(2, -1)
      expect(() => deployedDevices(templateOf({ Policy: policy('device', resource) }))).toThrow(
        `The IoT policy device uses ${name}: not modelled locally`,
      )
    },
  )

  it('to provision devices with a policy that is not there', () => {
    expect(() => deployedDevices(templateOf({ Role: role({}), Template: provisioning('device') }))).toThrow(
      'no IoT policy device to provision devices with',
    )
  })
})

describe('what the provisioning role may', () => {
  const acting = {
    roleArn: `arn:aws:iam::${account}:role/provisioning`,
    sourceArn: arnOf('iot', 'provisioningtemplate/lights'),
  }
  const may = (condition: object, service?: string) =>
    deployedDevices(templateOf({ Role: role(condition, service) })).mayAct(acting, 'iot:DescribeThing', 'x')

  it('is what it says, for those that it trusts', () => {
    expect(may({})).toBe(true)
    expect(
      may({ StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': arnOf('iot', '*') } }),
    ).toBe(true)
    expect(may({ StringEquals: { 'aws:SourceAccount': '111111111111' } })).toBe(false)
    expect(may({ ArnLike: { 'aws:SourceArn': arnOf('iot', 'rule/*') } })).toBe(false)
    expect(may({}, 'lambda.amazonaws.com')).toBe(false)
  })
})
