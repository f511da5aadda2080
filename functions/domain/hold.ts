import type { Duration } from './duration.ts'
import type { Instant } from './instant.ts'

/** What a playbook that is held waits for. */
export type Until =
  | { readonly kind: 'line-cleared' }
  | { readonly kind: 'instant'; readonly at: Instant }
  /** A person decides whether the machine goes on. Seconds that there are for it; as long as a hold lasts unless told. */
  | { readonly kind: 'decision'; readonly within?: number }

// The limits of waiting. Beyond them, people are called.

/** Seconds: what is shorter calls nobody, for the machine looks again before anybody has read it. */
export const shortHold = 120
/** How long a playbook waits at a time. */
export const longestHold: Duration = { days: 1 }
/** How often one run may be held: a line that is stopped again and again is no place for a machine. */
export const mostHolds = 5
/** How many playbooks wait on one line's item, which names them: it stays far from the 400 KB that DynamoDB takes. */
export const mostHeld = 50
