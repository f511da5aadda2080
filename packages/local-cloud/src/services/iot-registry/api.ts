import { z } from 'zod'
import { type ProvisioningTemplate } from '../iot-core/provisioning/template.ts'
import { type IotRegistry } from './iot-registry.ts'
import type { Api } from '../../api.ts'
import { AwsError } from '../../aws-error.ts'
import { certificateOperations } from './certificate-operations.ts'
import { apiOf, invalidBy, operation } from '../../operation.ts'
import { policyOperations } from './policy-operations.ts'
import { principalOperations } from './principal-operations.ts'
import { templateOperations } from './template-operations.ts'
import { thingOperations } from './thing-operations.ts'

export interface IotApiProps {
  readonly registry: IotRegistry
  readonly templates: readonly ProvisioningTemplate[]
  /** Of the broker's TLS door; undefined when there is none. */
  readonly tlsPort: number | undefined
  /** Where devices come to it. IPv4. */
  readonly devicesAt: string
  /** Milliseconds since 1970. */
  readonly deployedAt: number
}

/**
 * The control plane of AWS IoT (`iot`), as far as enrolling a device needs it. Things, policies and provisioning
 * templates are the template's: there is no call here that makes or changes them.
 */
export function createIotApi({ registry, templates, tlsPort, devicesAt, deployedAt }: IotApiProps): Api {
  const operations = {
    ...endpointOperation(devicesAt, tlsPort),
    ...thingOperations(registry),
    ...principalOperations(registry),
    ...certificateOperations(registry),
    ...policyOperations(registry),
    ...templateOperations(templates, deployedAt),
  }
  return apiOf({ prefix: 'iot', invalid: invalidBy('InvalidRequestException') }, operations)
}

/** Other than at AWS the address has a port, for there it is always the same. */
function endpointOperation(devicesAt: string, tlsPort: number | undefined) {
  const form = z.object({ endpointType: z.enum(['iot:Data-ATS', 'iot:Data']).default('iot:Data') })
  const run = () => {
    if (tlsPort === undefined) throw new AwsError('InvalidRequestException', 'This broker has no TLS door.')
    return { endpointAddress: `${devicesAt}:${tlsPort}` }
  }
  return { DescribeEndpoint: operation({ takes: form, run }) }
}
