// A broker that provisions devices, and a Pi that has a claim.
import type { MqttClient } from 'mqtt'
import { readProvisioningTemplate } from '../src/services/iot-core/provisioning/template.ts'
import { arnOf } from '../src/arn.ts'
import { certify, connectTls, startTls } from './iot-enrolled.ts'
import { signingRequest } from './signing-request.ts'

export const template = arnOf('iot', 'provisioningtemplate/lights')
export const hookArn = arnOf('lambda', 'function:hook')
export const create = '$aws/certificates/create-from-csr/json'
export const provision = '$aws/provisioning-templates/lights/provision/json'
export const allow = (Action: string, ...Resource: string[]) => ({ Effect: 'Allow', Action, Resource })
const claim = { Statement: [allow('iot:*', '*')] }
export const device = { Statement: [allow('iot:Connect', arnOf('iot', 'client/${iot:Connection.Thing.ThingName}'))] }
export const templateBody = {
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
export const written = (over: object = {}, properties: object = {}) =>
  readProvisioningTemplate('lights', template, {
    TemplateBody: JSON.stringify({ ...templateBody, ...over }),
    Enabled: true,
    ProvisioningRoleArn: 'role/provisioning',
    PreProvisioningHook: { TargetArn: hookArn },
    ...properties,
  })

export interface Setting extends NonNullable<Parameters<typeof startTls>[0]> {
  readonly hook?: (event: any) => unknown
}

export async function start({ hook = () => ({ allowProvisioning: true }), ...over }: Setting = {}) {
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
export async function ask(client: MqttClient, topic: string, request: unknown) {
  await client.subscribeAsync([`${topic}/accepted`, `${topic}/rejected`], { qos: 1 })
  const answer = new Promise<{ said: string; body: any }>((resolve) =>
    client.once('message', (from, payload) =>
      resolve({ said: from.slice(topic.length + 1), body: JSON.parse(String(payload)) }),
    ),
  )
  await client.publishAsync(topic, typeof request === 'string' ? request : JSON.stringify(request), { qos: 1 })
  return answer
}
export const askForCertificate = async (pi: MqttClient) => {
  const { csr, key } = signingRequest()
  const { body: made } = await ask(pi, create, { certificateSigningRequest: csr })
  return { id: made.certificateId, cert: made.certificatePem, key, token: made.certificateOwnershipToken }
}
export const asDesk1 = (token: string) => ({ certificateOwnershipToken: token, parameters: { ThingName: 'desk-1' } })
