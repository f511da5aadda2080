import * as z from 'zod/mini'
import type { ClaimRequest } from '../domain/enrolment-claim.ts'

/** As AWS IoT sends it: https://docs.aws.amazon.com/iot/latest/developerguide/pre-provisioning-hook.html */
const provisioning = z.object({
  claimCertificateId: z.string().check(z.minLength(1)),
  certificateId: z.string().check(z.minLength(1)),
  /** What the device put there; AWS IoT takes nothing but text. */
  parameters: z.optional(z.record(z.string(), z.string())),
})

/** What a device asks for, as the template's hook hears it. Throws `ZodError` for what AWS IoT never sends. */
export function toClaimRequest(event: unknown): ClaimRequest {
  const { claimCertificateId, certificateId, parameters } = provisioning.parse(event)
  return { claim: claimCertificateId, certificate: certificateId, light: parameters?.['ThingName'] }
}
