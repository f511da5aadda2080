import { json, Refused, type Whole } from './door-reply.ts'
import type { Laptop } from '../laptop.ts'

/** Says what would follow from an event, and does nothing. */
export async function explain(laptop: Laptop, body: unknown): Promise<Whole> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return json(200, await laptop.explain(body))
  throw new Refused(
    400,
    Array.isArray(body) ? 'That is a list, and not one event.' : 'That is no event.',
    'Send one event as AWS delivers it (id, detail-type, source, account, time, region, resources, detail).',
  )
}
