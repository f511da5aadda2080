import * as z from 'zod/mini'
import { type Instant, instant } from '../domain/instant.ts'

/** What a topic rule makes of an MQTT message: the payload stays as it came, whatever it is. */
const wrapped = z.object({
  topic: z.string(),
  /** Milliseconds since 1970, by AWS IoT's clock. */
  receivedAt: z.number(),
  payload: z.base64(),
})

export interface MqttMessage {
  readonly topic: string
  /** When AWS IoT had it. */
  readonly arrived: Instant
  readonly text: string
}

/** Throws `ZodError`. */
export function unwrapped(message: unknown): MqttMessage {
  const { topic, receivedAt, payload } = wrapped.parse(message)
  return { topic, arrived: instant(receivedAt), text: textIn(payload) }
}

/** Some editors and languages put a byte order mark before it, and some devices the end of a C string after it. */
const textIn = (payload: string) =>
  Buffer.from(payload, 'base64')
    .toString()
    .replace(/^\uFEFF/, '')
    .replace(/\0+$/, '')
    .trim()
