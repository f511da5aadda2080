import { awaitsDecision } from './awaits-decision.ts'
import type { Guard } from './guard.ts'
import { inPeoplesHands } from './in-peoples-hands.ts'
import { incidentOver } from './incident-over.ts'
import { lineStopped } from './line-stopped.ts'
import { cooldown } from './cooldown.ts'
import { hourlyBreaker } from './hourly-breaker.ts'
import { lineUnknown } from './line-unknown.ts'
import { machinesStopped } from './machines-stopped.ts'
import { needsApproval } from './needs-approval.ts'
import { resourceBusy } from './resource-busy.ts'

/** Every guard there is, in the order in which people read their reasons. One more is a file, and a line here. */
export const guards: readonly Guard[] = [
  incidentOver,
  inPeoplesHands,
  awaitsDecision,
  machinesStopped,
  lineUnknown,
  lineStopped,
  resourceBusy,
  cooldown,
  hourlyBreaker,
  needsApproval,
]
