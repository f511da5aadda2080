import type { ConfiguredRule } from '../source.ts'

/** Events that the config's `sources` want. */
export const rule: ConfiguredRule = { kind: 'configured' }
