import type { EventRule } from '../source.ts'

/** Every answer to a call that a program puts on the bus. */
export const rule: EventRule = {
  kind: 'event',
  name: 'andon-call-answered',
  bus: 'andon',
  pattern: { 'detail-type': ['Call Answered'] },
}
