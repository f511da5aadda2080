import type { EventRule } from '../source.ts'

/**
 * What PagerDuty's "Amazon EventBridge" extension says of incidents that people answer or resolve there. It comes on a
 * partner's bus, where nobody but PagerDuty can put anything: so it needs no address of ours that is open to the world.
 */
export const rule: EventRule = {
  kind: 'event',
  name: 'andon-pager-answer',
  bus: 'partner',
  pattern: {
    'detail-type': ['PagerDuty Webhook'],
    detail: { event: ['incident.acknowledge', 'incident.resolve'] },
  },
}
