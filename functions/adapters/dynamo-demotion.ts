import type { DemotionSeen } from '../domain/demotion.ts'
import { trustKey } from './dynamo-keys.ts'
import { demotionRecord } from './dynamo-records.ts'

/** What the table says of a playbook, among items by their keys. An item that is there and cannot be read is no missing one. */
export function demotionIn(items: ReadonlyMap<string, unknown>, playbook: string): DemotionSeen {
  const { pk } = trustKey(playbook)
  return items.has(pk) ? (demotionRecord.safeParse(items.get(pk)).data ?? 'unreadable') : undefined
}
