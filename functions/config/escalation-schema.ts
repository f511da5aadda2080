import { z } from 'zod'
import type { Calls } from '../channels/channel-kind.ts'
import { toSeconds } from '../domain/duration.ts'
import { type Level, momentsOf, type Rota } from '../domain/escalation.ts'
import { httpsAddress } from '../domain/https-address.ts'
import { day, object, oneOf, wait } from './schema-parts.ts'

/** Each is a message of its own, at night. */
const mostCalls = 50
const longestEscalation = 30 * day

/** The channels that can call people, by name. */
export type Callers = ReadonlyMap<string, Calls>

export const escalationSchema = (callers: Callers) =>
  z
    .array(levelSchema(callers))
    .check(z.minLength(1, 'at least one level'))
    .check(({ value, issues }) => {
      for (const [nth, level] of value.entries()) {
        const isSame = value.slice(0, nth).some(({ tell }) => tell === level.tell)
        if (isSame && callers.get(level.tell) === 'until answered') {
          const message = `another channel than a level before it: ${ringsOn(level.tell)}`
          issues.push({ code: 'custom', path: [nth, 'tell'], input: level.tell, message })
        }
        const before = value[nth - 1]
        if (before === undefined || toSeconds(level.after ?? {}) >= toSeconds(before.after ?? {})) continue
        const message = 'no earlier than the level before it'
        issues.push({ code: 'custom', path: [nth, 'after'], input: level.after, message })
      }
    })
    .refine((all) => momentsOf({ escalation: all }, 'stop').length <= mostCalls, `at most ${mostCalls} calls in all`)
    .refine(
      (all) => momentsOf({ escalation: all }, 'stop').every(({ after }) => after <= longestEscalation),
      `an end within ${longestEscalation / day} days`,
    )

const levelSchema = (callers: Callers) =>
  object<Level>()({
    after: z.exactOptional(wait),
    tell: oneOf('channels that can call people', [...callers.keys()]),
    repeat: z.exactOptional(
      object<NonNullable<Level['repeat']>>()({
        every: wait,
        times: z.int('a whole number').check(z.gte(1, 'at least 1'), z.lte(mostCalls, `at most ${mostCalls}`)),
      }),
    ),
    rota: z.exactOptional(rota),
  }).check(({ value: { tell, repeat }, issues }) => {
    if (repeat === undefined || callers.get(tell) !== 'until answered') return
    issues.push({ code: 'custom', path: ['repeat'], input: repeat, message: `no repeat: ${ringsOn(tell)}` })
  })

const ringsOn = (channel: string) => `${channel} rings by its own escalation policy until somebody answers`

const aRota = "rota({ url: 'https://…' }), rota({ parameter: '/andon/…' }) or rota({ events: 'BEGIN:VCALENDAR…' })"
const rota: z.ZodType<Rota> = z.union(
  [
    z.strictObject({ url: z.string().check(z.refine((text) => httpsAddress(text) !== undefined, aRota)) }),
    z.strictObject({ parameter: z.string().regex(/^(?!\/?(aws|ssm))(\/[\w.-]+){1,15}$/i, aRota) }),
    z.strictObject({ events: z.string().regex(/^\s*BEGIN:VCALENDAR/, aRota) }),
  ],
  aRota,
)
