import type { Try } from '../functions/domain/incident.ts'
import { at } from './signals.ts'

/** A redeployment of checkout that was begun at nine. */
export const aTry = (parts: Partial<Try> = {}): Try => ({
  title: 'redeploy service checkout in cluster shop',
  action: 'ecs.redeploy',
  input: { cluster: 'shop', service: 'checkout' },
  startedAt: at('09:00'),
  failed: false,
  ...parts,
})
