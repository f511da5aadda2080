import { type ClaimDecision, type ClaimRequest, decideClaim } from '../domain/enrolment-claim.ts'
import type { AdmittedDevices, EnrolmentClaims, Clock } from '../ports.ts'
import { untilNoConflict } from './until-no-conflict.ts'

export interface EnrolPorts {
  readonly claims: EnrolmentClaims
  readonly devices: AdmittedDevices
  /** Whether the config has a light or cord of this name. */
  readonly isInConfig: (light: string) => boolean
  readonly clock: Clock
}

/**
 * Decides whether a device may enrol. The claim is saved as used first, so two devices can never share it; and the
 * device before it hears that it may, so that none is let in whom a later deployment could not put out again.
 */
export async function enrol(
  { claims, devices, isInConfig, clock }: EnrolPorts,
  request: ClaimRequest,
): Promise<ClaimDecision> {
  const decision = await untilNoConflict(clock, async () => {
    const decided = decideClaim(await claims.find(request.claim), request, clock.now(), isInConfig)
    if (decided.kind === 'allow' && decided.after !== undefined) await claims.use(request.claim, decided.after)
    return decided
  })
  if (decision.kind === 'allow') {
    await devices.update({ light: decision.light, certificate: request.certificate, at: clock.now() })
  }
  return decision
}
