import { z } from 'zod'

/** The envelope that every event on a bus has. Further fields are left as they are. */
const envelope = z.looseObject({
  version: z.string().optional(),
  id: z.string().min(1),
  'detail-type': z.string().min(1),
  source: z.string().min(1),
  account: z.string(),
  time: z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time, as 2026-11-21T09:00:00Z'),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
})
export type BusEvent = z.infer<typeof envelope>

/** What was put on a bus is no EventBridge event. The message names each field that is wrong. */
export class BadEvent extends Error {
  override readonly name = 'BadEvent'
}

/** Throws `BadEvent`. */
export function busEventFrom(event: unknown): BusEvent {
  const parsed = envelope.safeParse(event)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the event'}: ${message}`)
  throw new BadEvent(`Not an EventBridge event: ${problems.join('; ')}`)
}
