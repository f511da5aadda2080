import type { DirectRule } from '../source.ts'

/** Every act that the API has taken: it has asked IAM who acts. */
export const rule: DirectRule = { kind: 'direct', source: 'andon.api', 'detail-type': 'Act' }
