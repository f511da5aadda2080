import { type Instant, secondsBetween } from './instant.ts'

/** Permission to enrol one device as one light, once. The device proves it with the claim's certificate. */
export interface EnrolmentClaim {
  /** The light or cord: the thing that the device becomes. */
  readonly light: string
  /** After this it is void. */
  readonly endsAt: Instant
  /** The device's certificate that used it, once one has. */
  readonly used?: { readonly by: string; readonly at: Instant }
}

/** What a device asks for with a claim's certificate. */
export interface ClaimRequest {
  /** The claim's own certificate, by its id. */
  readonly claim: string
  /** The certificate that was made for the device, by its id. */
  readonly certificate: string
  /** The light that the device takes itself for, when it said one. */
  readonly light: string | undefined
}

export type ClaimDecision =
  /** @property after what to save before it is allowed; undefined when it was allowed before */
  | { readonly kind: 'allow'; readonly light: string; readonly after: EnrolmentClaim | undefined }
  | {
      readonly kind: 'refuse'
      readonly because: 'unknown-claim' | 'not-in-config' | 'other-light' | 'already-used' | 'expired'
    }

/**
 * Whether the device may become the claim's light. When in doubt it is refused.
 * @param isInConfig whether there is a light or cord of this name; the claim may be older than the config
 */
export function decideClaim(
  claim: EnrolmentClaim | undefined,
  request: ClaimRequest,
  now: Instant,
  isInConfig: (light: string) => boolean,
): ClaimDecision {
  if (claim === undefined) return { kind: 'refuse', because: 'unknown-claim' }
  const { light, endsAt, used } = claim
  if (!isInConfig(light)) return { kind: 'refuse', because: 'not-in-config' }
  // The claim says which light. A device that asks for another has the wrong claim.
  if (request.light !== undefined && request.light !== light) return { kind: 'refuse', because: 'other-light' }
  if (used !== undefined) {
    // A Pi that lost power before it heard the answer asks again, with the certificate that it kept.
    if (used.by === request.certificate) return { kind: 'allow', light, after: undefined }
    return { kind: 'refuse', because: 'already-used' }
  }
  if (now >= endsAt) return { kind: 'refuse', because: 'expired' }
  return { kind: 'allow', light, after: { ...claim, used: { by: request.certificate, at: now } } }
}

/** How long a device may take to finish: AWS IoT's ownership token is valid for an hour. Seconds. */
export const timeToFinish = 3600

/** Whether a claim is of no further use, so that its certificate can be deleted. */
export function isSpent({ endsAt, used }: EnrolmentClaim, now: Instant): boolean {
  return used === undefined ? now >= endsAt : secondsBetween(used.at, now) > timeToFinish
}
