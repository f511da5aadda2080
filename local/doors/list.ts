import { z } from 'zod'
import { alarmStates } from '../cloudwatch/event.ts'
import { type Answer, json, Refused } from './answer.ts'
import { putEvents } from './events.ts'
import { pageFile } from './page.ts'
import { consoleState } from './state.ts'
import type { Laptop } from '../laptop.ts'

export interface Door {
  readonly method: 'GET' | 'POST'
  /** A last part in angle brackets stands for any one name. */
  readonly path: string
  readonly open: (asked: Asked) => Answer | Promise<Answer>
}
export interface Asked {
  /** What stands in the place of the path's last part. */
  readonly name: string
  readonly body: () => Promise<unknown>
}

const alarmSetting = z.strictObject({
  state: z.enum(alarmStates),
  reason: z.string().exactOptional(),
  dimensions: z.record(z.string(), z.string()).exactOptional(),
})

/** Every door there is. @param changes what `GET /local/changes` answers */
export function doorsOf(laptop: Laptop, changes: Answer): readonly Door[] {
  return [
    { method: 'GET', path: '/', open: () => pageFile('page.html') },
    { method: 'GET', path: '/console/<file>', open: ({ name }) => pageFile(name) },
    { method: 'POST', path: '/local/events', open: async ({ body }) => putEvents(laptop, await body()) },
    {
      method: 'POST',
      path: '/local/alarms/<name>',
      open: async ({ name, body }) => setAlarm(laptop, name, await body()),
    },
    { method: 'GET', path: '/local/incidents', open: async () => json(200, await laptop.incidents()) },
    { method: 'GET', path: '/local/chat/<channel>', open: ({ name }) => chat(laptop, name) },
    { method: 'GET', path: '/local/idle', open: () => idle(laptop) },
    { method: 'GET', path: '/local/dead-letters', open: () => json(200, laptop.deadLetters()) },
    { method: 'GET', path: '/local/state', open: async () => json(200, await consoleState(laptop)) },
    { method: 'GET', path: '/local/changes', open: () => changes },
  ]
}

function setAlarm(laptop: Laptop, name: string, body: unknown): Answer {
  const parsed = alarmSetting.safeParse(body)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`)
    throw new Refused(
      400,
      `The alarm ${name} cannot be set so: ${problems.join('; ')}.`,
      'Send { "state": "ALARM", "OK" or "INSUFFICIENT_DATA", "reason"?: string, "dimensions"?: { name: value } }.',
    )
  }
  const { sent } = laptop.setAlarm(name, parsed.data)
  return json(200, { name, state: parsed.data.state, sent })
}

function chat(laptop: Laptop, channel: string): Answer {
  const messages = laptop.chat(channel)
  if (messages !== undefined) return json(200, messages)
  const channels = laptop.channels()
  const remedy = channels.length > 0 ? `The channels are: ${channels.join(', ')}.` : 'There are no channels at all.'
  throw new Refused(404, `There is no channel "${channel}".`, remedy)
}

async function idle(laptop: Laptop): Promise<Answer> {
  await laptop.idle()
  return json(200, { idle: true })
}
