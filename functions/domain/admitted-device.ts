import type { Instant } from './instant.ts'

/** A device that was let in as a light or cord. */
export interface AdmittedDevice {
  readonly light: string
  /** Its certificate's id. */
  readonly certificate: string
  readonly at: Instant
  /** When its access was ended, because its light had left the config. It never comes back. */
  readonly endedAt?: Instant
}
