import type { DirectRule } from '../source.ts'

/** A part of Andon says that it cannot do its work, or can again. */
export const rule: DirectRule = { kind: 'direct', source: 'andon.trouble', 'detail-type': 'Trouble' }
