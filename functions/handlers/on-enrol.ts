import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { ClaimRequest } from '../domain/enrolment-claim.ts'
import { enrol, type EnrolPorts } from '../usecases/enrol.ts'

export interface OnEnrolPorts extends EnrolPorts {
  /** Throws for what is no provisioning event. */
  readonly toClaimRequest: (event: unknown) => ClaimRequest
}

/** The response that AWS IoT expects; with any other, it refuses the device. */
export interface ProvisioningResponse {
  readonly allowProvisioning: boolean
  readonly parameterOverrides?: { readonly ThingName: string }
}

const logger = new Logger({ serviceName: 'on-enrol' })

/** A device showed a claim and wants to become a light: the claim says whether, and which. */
export const onEnrol = (ports: OnEnrolPorts) =>
  middy<unknown, ProvisioningResponse>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async (event): Promise<ProvisioningResponse> => {
      const request = ports.toClaimRequest(event)
      const decision = await enrol(ports, request)
      if (decision.kind === 'refuse') {
        // The device hears no more than that it was refused, so that an attacker learns nothing.
        logger.warn('a device was refused', { because: decision.because, claim: request.claim })
        return { allowProvisioning: false }
      }
      logger.info('a device was enrolled', { light: decision.light, certificate: request.certificate })
      return { allowProvisioning: true, parameterOverrides: { ThingName: decision.light } }
    })
