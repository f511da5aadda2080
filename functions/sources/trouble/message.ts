import type { ParsedTrouble } from '../../domain/parsed-message.ts'
import { rule } from './rule.ts'

/** As it goes into the signals queue. */
export function messageOf({ key, title, state, reason, at, saidBy }: ParsedTrouble) {
  const detail = { key, title, state, reason, at, saidBy }
  return { source: rule.source, 'detail-type': rule['detail-type'], detail }
}
