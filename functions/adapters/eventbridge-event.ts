import * as z from 'zod/mini'

/** Which every event has that EventBridge hands to a target, and nothing that AWS IoT asks. */
const envelope = z.object({ source: z.string(), 'detail-type': z.string() })

export const isFromEventBridge = (event: unknown): boolean => envelope.safeParse(event).success
