import { timeToFinish } from './enrolment-claim.ts'
import { type Instant, secondsBetween } from './instant.ts'

/** A device that was let in as a light or cord. */
export interface AdmittedDevice {
  readonly light: string
  /** Its certificate's id. */
  readonly certificate: string
  readonly at: Instant
  /** When its access was ended, because its light had left the config. It never comes back. */
  readonly endedAt?: Instant
}

/**
 * Whether its access was ended for good. When that was soon after it was let in, AWS IoT may have made its certificate
 * active only then: so it is to be ended once more.
 */
export const isShutOut = ({ at, endedAt }: AdmittedDevice): boolean =>
  endedAt !== undefined && secondsBetween(at, endedAt) > timeToFinish
