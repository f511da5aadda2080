import type { EventRule } from '../source.ts'

/** Every pull that a program puts on the bus. */
export const rule: EventRule = {
  kind: 'event',
  name: 'andon-cord-pulled',
  bus: 'andon',
  pattern: { 'detail-type': ['Cord Pulled'] },
}
