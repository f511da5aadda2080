import { find, ofType, permissions, permissionsOf, readable, shipped } from './reading.ts'

const template = shipped()
const provisioning = ofType(template, 'AWS::IoT::ProvisioningTemplate')[0]!.Properties
const body = JSON.parse(provisioning.TemplateBody)
const statementsOf = (policy: string) =>
  permissions(template, find(template, 'AWS::IoT::Policy', 'PolicyName', policy).Properties.PolicyDocument.Statement)

describe('a claim', () => {
  it('may do nothing but be enrolled, under a client id that no other claim can use', () => {
    const provision = '$aws/provisioning-templates/andon-light/provision/json'
    const create = '$aws/certificates/create-from-csr/json'
    const answers = [`${create}/accepted`, `${create}/rejected`, `${provision}/accepted`, `${provision}/rejected`]
    expect(statementsOf('andon-claim')).toEqual([
      'iot:Connect on iot client/andon-claim-${iot:CertificateId}',
      `iot:Publish on iot topic/${create}`,
      `iot:Publish on iot topic/${provision}`,
      ...answers.map((topic) => `iot:Receive on iot topic/${topic}`),
      ...answers.map((topic) => `iot:Subscribe on iot topicfilter/${topic}`),
    ])
  })

  it('is decided on by on-enrol, which AWS IoT may ask for this template alone', () => {
    expect(readable(template, provisioning.PreProvisioningHook)).toEqual({
      PayloadVersion: '2020-04-01',
      TargetArn: 'andon-on-enrol',
    })
    const asking = ofType(template, 'AWS::Lambda::Permission').filter(
      ({ Properties }) => Properties.Principal === 'iot.amazonaws.com',
    )
    expect(asking.map(({ Properties }) => readable(template, Properties))).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: 'andon-on-enrol',
        Principal: 'iot.amazonaws.com',
        SourceAccount: 'AWS::AccountId',
        SourceArn: 'iot provisioningtemplate/andon-light',
      },
    ])
  })
})

describe('a light that has left the config', () => {
  it.each([
    ['once a deployment is through', 'andon-after-deployment-devices'],
    ['every hour', 'andon-every-hour'],
  ])('is looked for by on-enrol %s', (_, name) => {
    const rule = readable(template, find(template, 'AWS::Events::Rule', 'Name', name).Properties)
    expect(rule).toMatchObject({ Targets: [{ Arn: 'andon-on-enrol' }] })
  })
})

describe('a device that is enrolled', () => {
  it('becomes a thing of its own, with the policy of all devices and no other', () => {
    expect(provisioning).toMatchObject({
      TemplateName: 'andon-light',
      TemplateType: 'FLEET_PROVISIONING',
      Enabled: true,
    })
    expect(Object.keys(body.Parameters)).toEqual(['ThingName'])
    expect(body.Resources).toEqual({
      thing: expect.objectContaining({ Type: 'AWS::IoT::Thing', Properties: { ThingName: { Ref: 'ThingName' } } }),
      certificate: expect.objectContaining({ Properties: expect.objectContaining({ Status: 'Active' }) }),
      policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyName: 'andon-device' } },
    })
  })

  it('is enrolled by a role that reaches Andon’s things, that policy and certificates', () => {
    const things = ['desk-1', 'desk-2', 'wall'].map((name) => `iot thing/${name}`)
    const each = (action: string, resources: string[]) => resources.map((resource) => `${action} on ${resource}`)
    expect(permissionsOf(template, provisioning.ProvisioningRoleArn['Fn::GetAtt'][0])).toEqual([
      'iot:AttachPolicy on iot cert/*',
      'iot:AttachPrincipalPolicy on iot cert/*',
      'iot:AttachThingPrincipal on iot cert/*',
      ...each('iot:CreateThing', things),
      'iot:DescribeCertificate on iot cert/*',
      ...each('iot:DescribeThing', things),
      'iot:GetPolicy on iot policy/andon-device',
      'iot:ListAttachedPolicies on *',
      'iot:ListPrincipalPolicies on *',
      'iot:ListPrincipalThings on iot cert/*',
      'iot:ListTargetsForPolicy on iot policy/andon-device',
      ...each('iot:ListThingPrincipals', things),
      'iot:UpdateCertificate on iot cert/*',
      ...each('iot:UpdateThing', things),
    ])
  })
})
