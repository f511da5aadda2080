import * as z from 'zod/mini'
import { buttonPress, clicks, cordPull } from '../../../iot/contract/cord-pull.ts'
import type { PullFact } from '../../domain/fact.ts'
import { type Instant, instant } from '../../domain/instant.ts'
import { Unusable } from '../../domain/place.ts'
import { clip } from '../../adapters/clip.ts'

/** What our topic rules make of an MQTT message: the payload stays as it came, whatever it is. */
const fromTopicRule = z.object({
  source: z.enum(['andon-cord', 'andon-button']),
  topic: z.string(),
  /** Milliseconds since 1970, by AWS IoT's clock. */
  receivedAt: z.number(),
  payload: z.base64(),
})

/** A message on `andon/cords/<cord>/pulled` or `iotbutton/<serial>`. Throws `Unusable` or `ZodError`. */
export function fromCordMessage(message: unknown): PullFact {
  const { source, topic, receivedAt, payload } = fromTopicRule.parse(message)
  const said = jsonIn(payload, topic)
  const arrived = instant(receivedAt)
  if (source === 'andon-button') {
    const { serialNumber: serial, clickType: click, batteryVoltage } = buttonPress.parse(said)
    const from = { kind: 'button', serial } as const
    const id = `${topic} ${arrived} ${click}`
    return { kind: 'pull', id, from, click, by: `button ${serial}`, at: arrived, ...battery(batteryVoltage) }
  }
  const { click, at, id } = cordPull.parse(said)
  const cord = topic.split('/')[2] ?? ''
  return {
    kind: 'pull',
    id: id ?? `${topic} ${at ?? arrived} ${click}`,
    from: { kind: 'cord', cord },
    click,
    by: `cord ${cord}`,
    at: believable(at, arrived),
  }
}

/** "2000mV" or "2000 mV"; whatever else a clone may write tells us nothing. */
function battery(voltage: string | undefined): Pick<PullFact, 'millivolts'> {
  const digits = /^(\d{1,5}) ?mV$/.exec(voltage ?? '')?.[1]
  return digits === undefined ? {} : { millivolts: Number(digits) }
}

const cordPulled = z.object({
  time: z.string(),
  detail: z.object({
    line: z.string(),
    click: z.enum(clicks),
    by: z.string().check(z.minLength(1)),
    reason: z.optional(z.string()),
    id: z.string().check(z.minLength(1), z.maxLength(128)),
  }),
})

/** `Cord Pulled` on the bus; its time is whatever its sender says. Throws `ZodError`. */
export function fromCordEvent(event: unknown, arrived: Instant): PullFact {
  const { time, detail } = cordPulled.parse(event)
  const { line, click, by, reason, id } = detail
  return {
    kind: 'pull',
    id,
    from: { kind: 'bus', line },
    click,
    by: clip(by, 100),
    ...(reason !== undefined && reason !== '' && { reason: clip(reason, 200) }),
    at: believable(time, arrived),
  }
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

const minute = 60_000
const week = 7 * 24 * 60 * minute

/**
 * A cord that was offline tells its own time; but a Pi without a clock may think it is 1970, and one pull from the
 * future would make every later one seem old.
 */
function believable(said: string | undefined, arrived: Instant): Instant {
  const late = said === undefined ? undefined : Date.parse(arrived) - Date.parse(said)
  return said !== undefined && late !== undefined && late <= week && late >= -minute ? instant(new Date(said)) : arrived
}
