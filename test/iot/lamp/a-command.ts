import type { LightCommand } from '../../../iot/contract/light-command.ts'

/** A perfect command, but for what is given. */
export const aCommand = (but: Partial<LightCommand> = {}): LightCommand => ({
  epoch: '2026-11-21T00:00:00Z',
  v: 1,
  line: 'checkout',
  state: 'help',
  acknowledged: false,
  reasons: [{ incident: 'i-1', title: 'checkout-latency is in ALARM' }],
  at: '2026-11-21T09:00:00.000Z',
  ttlSeconds: 90,
  ...but,
})
