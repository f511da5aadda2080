import { awaitsDecision } from './awaits-decision.ts'
import { blastRadius } from './blast-radius.ts'
import { cooldown } from './cooldown.ts'
import { flood } from './flood.ts'
import { foreignOrigin } from './foreign-origin.ts'
import type { DescribedGuard } from './guard.ts'
import { hourlyBreaker } from './hourly-breaker.ts'
import { inPeoplesHands } from './in-peoples-hands.ts'
import { incidentOver } from './incident-over.ts'
import { lineStopped } from './line-stopped.ts'
import { lineUnknown } from './line-unknown.ts'
import { machinesStopped } from './machines-stopped.ts'
import { maintenance } from './maintenance.ts'
import { needsApproval } from './needs-approval.ts'
import { ownSideEffect } from './own-side-effect.ts'
import { protectedByTag } from './protected-tag.ts'
import { resourceBusy } from './resource-busy.ts'

/** Every guard there is, in the order in which people read their reasons. One more is a file, and a line here. */
export const guards: readonly DescribedGuard[] = [
  incidentOver,
  inPeoplesHands,
  awaitsDecision,
  machinesStopped,
  lineUnknown,
  lineStopped,
  flood,
  maintenance,
  foreignOrigin,
  protectedByTag,
  resourceBusy,
  ownSideEffect,
  cooldown,
  hourlyBreaker,
  blastRadius,
  needsApproval,
]
