import { z } from 'zod'
import { alarmStates } from '@andon/local-cloud/services/cloudwatch/event.ts'
import { longestMute } from '@andon/local-cloud/services/cloudwatch/mute-schedule.ts'
import { type DoorReply, json, Refused, thereAre } from './door-reply.ts'
import { readAs } from './body.ts'
import type { Laptop } from '../laptop.ts'

const setting = z
  .strictObject({
    state: z.enum(alarmStates).exactOptional(),
    reason: z.string().exactOptional(),
    dimensions: z.record(z.string(), z.string()).exactOptional(),
    muteSeconds: z
      .int()
      .min(0)
      .max(longestMute / 1000)
      .exactOptional(),
    suppressor: z.string().min(1).max(255).nullable().exactOptional(),
    lost: z.boolean().exactOptional(),
  })
  .refine(({ state, muteSeconds, suppressor }) => [state, muteSeconds, suppressor].some((one) => one !== undefined), {
    error: 'has neither state nor muteSeconds nor suppressor',
  })

/** Sets an imitated alarm, mutes it, or gives it a suppressor. */
export function setAlarm(laptop: Laptop, name: string, body: unknown): DoorReply {
  const change = readAs(
    setting,
    body,
    `The alarm ${name} cannot be set like this`,
    'Send { "state": "ALARM", "OK" or "INSUFFICIENT_DATA", "reason"?: string, "dimensions"?: { name: value }, ' +
      '"lost"?: true }, and for its silence "muteSeconds": number (0 ends it), "suppressor": name of an alarm or null.',
  )
  const { sent, state } = laptop.setAlarm(name, change)
  return json(200, { name, state, sent })
}

const deleting = z.strictObject({ lost: z.boolean().exactOptional() })

/** Deletes an imitated alarm. */
export function deleteAlarm(laptop: Laptop, name: string, body: unknown): DoorReply {
  const cannot = `The alarm ${name} cannot be deleted like this`
  const { lost = false } = readAs(deleting, body ?? {}, cannot, 'Send nothing, or { "lost": true }.')
  const { existed, sent } = laptop.deleteAlarm(name, { lost })
  if (existed) return json(200, { name, deleted: true, sent })
  const names = laptop.alarms().map((alarm) => alarm.name)
  throw new Refused(404, `There is no alarm "${name}".`, thereAre('alarms', names.slice(0, 20)))
}
