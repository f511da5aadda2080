import { type Instant, secondsBetween } from './instant.ts'

/** Leave to enrol one device as one light, once. The claim's certificate is its key; this is what it opens. */
export interface EnrolmentClaim {
  /** The light or cord: the thing that the device becomes. */
  readonly light: string
  /** After this it opens nothing any more. */
  readonly endsAt: Instant
  /** Who took it, once somebody has. */
  readonly used?: { readonly by: string; readonly at: Instant }
}

/** What a device asks for that showed a claim's certificate. */
export interface ClaimRequest {
  /** The claim's own certificate, by its id. */
  readonly claim: string
  /** The certificate that was made for the device, by its id. */
  readonly certificate: string
  /** The light that the device takes itself for, when it said one. */
  readonly light: string | undefined
}

export type ClaimDecision =
  /** @property after what is to be kept before it is allowed; undefined when it was allowed before */
  | { readonly kind: 'allow'; readonly light: string; readonly after: EnrolmentClaim | undefined }
  | { readonly kind: 'refuse'; readonly because: 'unknown-claim' | 'other-light' | 'already-used' | 'expired' }

/** Whether the device may become the claim's light. What cannot be told is refused. */
export function decideClaim(claim: EnrolmentClaim | undefined, request: ClaimRequest, now: Instant): ClaimDecision {
  if (claim === undefined) return { kind: 'refuse', because: 'unknown-claim' }
  const { light, endsAt, used } = claim
  // It is the claim that says which light; a device that thinks otherwise has got hold of a wrong one.
  if (request.light !== undefined && request.light !== light) return { kind: 'refuse', because: 'other-light' }
  if (used !== undefined) {
    // A Pi that lost power before it heard the answer asks again, with the certificate that it kept.
    if (used.by === request.certificate) return { kind: 'allow', light, after: undefined }
    return { kind: 'refuse', because: 'already-used' }
  }
  if (now >= endsAt) return { kind: 'refuse', because: 'expired' }
  return { kind: 'allow', light, after: { ...claim, used: { by: request.certificate, at: now } } }
}

/** For so long AWS IoT lets a device finish what it began: its ownership token is good for an hour. Seconds. */
const timeToFinish = 3600

/** Whether nothing is to be had for a claim any more, so that its certificate can go. */
export function isSpent({ endsAt, used }: EnrolmentClaim, now: Instant): boolean {
  return used === undefined ? now >= endsAt : secondsBetween(used.at, now) > timeToFinish
}
