import { z } from 'zod'
import type { Action } from '../actions/action.ts'
import { type Duration, toSeconds } from '../domain/duration.ts'
import { longestHold, mostHolds } from '../domain/hold.ts'
import { BadPattern, compilePattern, type DetailPattern } from '@andon/event-pattern'
import type { AndonConfig } from './define-andon.ts'

/** What the parts of a config may refer to. */
export interface Known {
  readonly lines: readonly string[]
  readonly channels: readonly string[]
  readonly playbooks: readonly string[]
  /** Serials of all buttons, as often as they are named. */
  readonly buttons: readonly unknown[]
}

const day = 86_400
const longestWait = 30 * day
/** A durable execution lasts a year at most; a day is left for the work between the waits, and some for being held. */
const longestPlaybook = 364 * day - mostHolds * toSeconds(longestHold)

/**
 * The form of `andon.config.ts`. Every message says what is allowed.
 *
 * @param known read from the config beforehand, so that one pass finds wrong references as well as wrong forms
 */
export function andonSchema(known: Known): z.ZodType<AndonConfig> {
  const line = oneOf('lines', known.lines)
  const lines = named(lineSchema(known))
  return object({
    lines: lines.refine((all) => Object.keys(all).length > 0, 'at least one line'),
    platform: line,
    channels: named(object({ kind: z.literal('slack', 'slack'), channel: slackChannel })),
    lights: named(object({ shows: z.array(line).check(z.minLength(1, 'at least one line'), once) })),
    cords: named(object({ pulls: line, button: z.exactOptional(buttonSchema(known)) })),
    playbooks: named(playbook),
  })
}

const lineSchema = ({ channels, playbooks }: Known) =>
  object({
    title: text,
    alarms: pattern,
    playbooks: z.exactOptional(z.array(object({ when: pattern, run: oneOf('playbooks', playbooks) }))),
    channels: z.array(oneOf('channels', channels)).check(once),
    answerWithin: z.exactOptional(wait),
  })

function buttonSchema({ buttons }: Known) {
  return z
    .string()
    .regex(/^[\w:-]{1,64}$/, 'the serial number (DSN) of a button')
    .refine(
      (serial) => buttons.filter((button) => button === serial).length < 2,
      'a serial number that no other cord has',
    )
}

const text = z.string().check(z.minLength(1, 'some text'), z.maxLength(100, 'at most 100 characters'))

const slackChannel = z
  .string()
  .regex(
    /^[CG][A-Z0-9]{6,}$/,
    'the id of a channel, such as "C0123456789" (in Slack: below the details of the channel)',
  )

const wait = object({
  seconds: z.exactOptional(z.number()),
  minutes: z.exactOptional(z.number()),
  hours: z.exactOptional(z.number()),
  days: z.exactOptional(z.number()),
}).refine(isWait, 'between 1 second and 30 days, e.g. { minutes: 5 }')

function isWait(duration: Duration): boolean {
  const seconds = toSeconds(duration)
  return Object.values(duration).every((part) => part >= 0) && seconds >= 1 && seconds <= longestWait
}

const pattern = z.custom<DetailPattern>((value) => problemOf(value) === undefined, {
  error: ({ input }) => `an EventBridge event pattern (${problemOf(input)})`,
})

function problemOf(value: unknown): string | undefined {
  try {
    compilePattern(value)
    return undefined
  } catch (error) {
    if (error instanceof BadPattern) return error.message
    throw error
  }
}

const call = object({
  // A service's every action is more than any countermeasure needs.
  action: z.string().regex(/^[a-z0-9-]+:[A-Za-z0-9]+$/, 'one action as IAM names it, e.g. "ecs:UpdateService"'),
  on: object({
    service: z.string().regex(/^[a-z0-9-]+$/, 'the service as ARNs name it, e.g. "ecs"'),
    resource: z.string().regex(/^(?!\*)\S+$/, 'the resource part of an ARN, e.g. "service/shop/checkout"'),
  }),
})
const aFunction = z.custom((value) => typeof value === 'function', 'a function')
const actionForm = z.object(
  {
    name: z.string().regex(/^[\w-]+\.[\w-]+$/, '<service>.<verb>'),
    title: text,
    calls: z.array(call),
    look: aFunction,
    act: aFunction,
  },
  'an action, such as ecs.redeploy({ cluster, service })',
)
// What was given is kept as it is: its functions are what will run.
const action = z.custom<Action>().superRefine((value, context) => {
  const { error } = actionForm.safeParse(value, { reportInput: true })
  for (const { path, message, input } of error?.issues ?? []) {
    context.addIssue({ code: 'custom', path: [...path], message, input })
  }
})

const playbook = object({
  title: text,
  countermeasures: z
    .array(object({ do: action, wait }))
    .check(z.minLength(1, 'at least one countermeasure'))
    .refine(
      (all) => all.reduce((sum, each) => sum + toSeconds(each.wait), 0) <= longestPlaybook,
      `waits of ${longestPlaybook / day} days in all, at most`,
    ),
  atMostPerHour: z.exactOptional(z.int('a whole number').check(z.gte(1, 'at least 1'))),
})

function oneOf(what: string, names: readonly string[]) {
  const allowed = names.map((name) => `"${name}"`).join(', ')
  return z.enum(names, allowed === '' ? `nothing yet: there are no ${what}` : allowed)
}

const named = <Value extends z.ZodType>(value: Value) =>
  z.record(z.string(), value, 'an object, from names to what they stand for')

function object<Shape extends z.core.$ZodShape>(shape: Shape) {
  const fields = Object.keys(shape).join(', ')
  return z.strictObject(shape, { error: `an object of: ${fields}` })
}

const once = z.refine<readonly string[]>((all) => new Set(all).size === all.length, 'each once')
