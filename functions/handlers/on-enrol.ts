import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { ClaimRequest } from '../domain/enrolment-claim.ts'
import { endDeparted, type EndDepartedPorts } from '../usecases/end-departed.ts'
import { enrol, type EnrolPorts } from '../usecases/enrol.ts'

export interface OnEnrolPorts extends EnrolPorts, EndDepartedPorts {
  /** Throws for what is no provisioning event. */
  readonly toClaimRequest: (event: unknown) => ClaimRequest
  /** Whether EventBridge sends it: after a deployment, and every hour. */
  readonly isFromEventBridge: (event: unknown) => boolean
}

/** The response that AWS IoT expects; with any other, it refuses the device. */
export interface ProvisioningResponse {
  readonly allowProvisioning: boolean
  readonly parameterOverrides?: { readonly ThingName: string }
}

const logger = new Logger({ serviceName: 'on-enrol' })

/**
 * Who is a light, and who no longer: a device showed a claim and wants to become one; or there was a deployment, whose
 * config may have fewer.
 */
export const onEnrol = (ports: OnEnrolPorts) =>
  middy<unknown, ProvisioningResponse | undefined>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async (event): Promise<ProvisioningResponse | undefined> => {
      if (!ports.isFromEventBridge(event)) return await answer(ports, ports.toClaimRequest(event))
      for (const { light, certificate } of await endDeparted(ports)) {
        logger.info('a device was shut out: its light has left the config', { light, certificate })
      }
      return undefined
    })

async function answer(ports: OnEnrolPorts, request: ClaimRequest): Promise<ProvisioningResponse> {
  const decision = await enrol(ports, request)
  if (decision.kind === 'refuse') {
    // The device hears no more than that it was refused, so that an attacker learns nothing.
    logger.warn('a device was refused', { because: decision.because, claim: request.claim })
    return { allowProvisioning: false }
  }
  logger.info('a device was enrolled', { light: decision.light, certificate: request.certificate })
  return { allowProvisioning: true, parameterOverrides: { ThingName: decision.light } }
}
