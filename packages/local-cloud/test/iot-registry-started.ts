// AWS IoT's control plane as an SDK reaches it.
import { CreateCertificateFromCsrCommand, IoTClient } from '@aws-sdk/client-iot'
import { MovedClock } from '../src/clock.ts'
import { policyFrom } from '../src/services/iam/iam.ts'
import { readProvisioningTemplate } from '../src/services/iot-core/provisioning/template.ts'
import { openIotRegistry } from '../src/services/iot-registry/iot-registry.ts'
import { createIotApi } from '../src/services/iot-registry/api.ts'
import type { Permission } from '../src/api.ts'
import { arnOf } from '../src/arn.ts'
import { AwsError } from '../src/aws-error.ts'
import { openStore, type Store } from '../src/store.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'
import { signingRequest } from './signing-request.ts'

export const nine = Date.UTC(2026, 10, 21, 9)
export const templateArn = arnOf('iot', 'provisioningtemplate/lights')
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

export async function start(setting: Setting = {}) {
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
  const api = createIotApi({ registry, templates, tlsPort, devicesAt: '127.0.0.1', deployedAt: nine })
  const asked: Permission[] = []
  const authorize = (_caller: unknown, permissions: readonly Permission[]) => {
    asked.push(...permissions)
    const lacking = permissions.find((permission) => !mayCall(permission))
    if (lacking !== undefined) throw new AwsError('AccessDeniedException', `not authorized: ${lacking.action}`)
  }
  const { client } = await startEndpoint({ iot: api }, { authorize })
  const aws = new IoTClient(client())
  const certify = async (setAsActive = true) => {
    const { certificateArn: arn = '', certificateId: id = '' } = await aws.send(
      new CreateCertificateFromCsrCommand({ certificateSigningRequest: signingRequest().csr, setAsActive }),
    )
    return { arn, id }
  }
  return { aws, registry, clock, asked, certify }
}
/** An error of that name. */
export const named = (name: string) => expect.objectContaining({ name })
