import { type ClaimDecision, type ClaimRequest, decideClaim } from '../domain/enrolment-claim.ts'
import type { EnrolmentClaims, Clock } from '../ports.ts'
import { untilNoConflict } from './until-no-conflict.ts'

export interface EnrolPorts {
  readonly claims: EnrolmentClaims
  readonly clock: Clock
}

/** Decides whether a device may enrol. The claim is saved as used first, so two devices can never share it. */
export function enrol({ claims, clock }: EnrolPorts, request: ClaimRequest): Promise<ClaimDecision> {
  return untilNoConflict(clock, async () => {
    const decision = decideClaim(await claims.find(request.claim), request, clock.now())
    if (decision.kind === 'allow' && decision.after !== undefined) await claims.use(request.claim, decision.after)
    return decision
  })
}
