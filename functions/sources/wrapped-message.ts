import * as z from 'zod/mini'
import { clip } from '../domain/clip.ts'
import { type Instant, instant } from '../domain/instant.ts'
import { Unusable } from '../domain/place.ts'

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
  /** What it says, which may be anything. */
  readonly said: unknown
}

/** Throws `Unusable` for a payload that is not JSON, or `ZodError`. */
export function unwrapped(message: unknown): MqttMessage {
  const { topic, receivedAt, payload } = wrapped.parse(message)
  return { topic, arrived: instant(receivedAt), said: jsonIn(payload, topic) }
}

function jsonIn(payload: string, topic: string): unknown {
  const text = Buffer.from(payload, 'base64').toString()
  try {
    return JSON.parse(text)
  } catch {
    throw new Unusable(
      `the message on ${topic} is not JSON: ${JSON.stringify(clip(text, 80))}; publish an object like {"click":"SINGLE"}`,
    )
  }
}
