import type { Duration } from './duration.ts'

// How long, how often and by how many a stopped line is waited for. Beyond that, people are called.

/** How long a playbook waits at a time. */
export const longestHold: Duration = { days: 1 }
/** How often one run may be held: a line that is stopped again and again is no place for a machine. */
export const mostHolds = 5
/** How many playbooks wait for one line: its item, which names them, stays far from the 400 KB that DynamoDB takes. */
export const mostHeld = 50
