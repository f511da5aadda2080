import type { DirectRule } from '../source.ts'

/** How an alarm stands, as CloudWatch answered on-reconcile. */
export const rule: DirectRule = { kind: 'direct', source: 'andon.reconcile', 'detail-type': 'Alarm Seen' }
