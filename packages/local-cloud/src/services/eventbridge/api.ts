import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { busName, type Rule } from './rule.ts'
import { apiOf, invalidBy, operation } from '../../operation.ts'
import type { Api } from '../../api.ts'
import { account, arnOf, region } from '../../arn.ts'
import type { Caller } from '../../caller.ts'
import type { CloudClock } from '../../clock.ts'

const entry = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).default([]),
  Time: z.date().optional(),
})
type Entry = z.infer<typeof entry>

const mostEntries = 10
const mostBytes = 256 * 1024

export interface ApiParts {
  readonly clock: CloudClock
  readonly hasBus: (name: string) => boolean
  readonly put: (bus: string, event: unknown) => void
  readonly rules: readonly Pick<Rule, 'name' | 'arn' | 'bus'>[]
}

/**
 * PutEvents, with its limits: as in AWS, one bad entry fails alone, too many or too large entries fail the call. And
 * ListRules, of all that are enabled, at once.
 */
export const eventsApi = (parts: ApiParts): Api =>
  apiOf(
    { prefix: 'events', invalid: invalidBy('ValidationException') },
    {
      PutEvents: operation({
        takes: z.object({ Entries: entries }),
        on: ({ Entries }) => [...new Set(Entries.map(busOf))].map((bus) => arnOf('events', `event-bus/${bus}`)),
        run({ Entries }, caller) {
          const answers = Entries.map((one) => answerTo(one, caller, parts))
          return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers }
        },
      }),
      ListRules: operation({
        takes: z.object({ EventBusName: z.string().default('default'), NextToken: z.string().optional() }),
        run({ EventBusName }) {
          const bus = busName(EventBusName)
          const ofBus = parts.rules.filter((rule) => rule.bus === bus)
          return {
            Rules: ofBus.map(({ name: Name, arn: Arn }) => ({ Name, Arn, State: 'ENABLED', EventBusName: bus })),
          }
        },
      }),
    },
  )

const entries = z
  .array(entry)
  .refine(({ length }) => length >= 1 && length <= mostEntries, {
    error: ({ input }) =>
      `must have length between 1 and ${mostEntries}; it has ${Array.isArray(input) ? input.length : 0}`,
  })
  .refine((all) => all.reduce((sum, one) => sum + sizeOf(one), 0) <= mostBytes, {
    error: 'Total size of the entries in the request is over the limit.',
  })
const busOf = ({ EventBusName = 'default' }: Entry) => busName(EventBusName)

/** As AWS counts: 14 bytes for a time, and the UTF-8 bytes of all texts. */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources]
  return (Time === undefined ? 0 : 14) + texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}

type Answer = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string }

function answerTo(one: Entry, caller: Caller, { clock, hasBus, put }: ApiParts): Answer {
  const bus = busOf(one)
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!one[name])
      return failed('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`)
  }
  const detail = jsonObject(one.Detail ?? '')
  if (detail === undefined) return failed('MalformedDetail', 'Detail is malformed.')
  if (caller.kind === 'function' && one.Source?.startsWith('aws.')) {
    return failed('NotAuthorizedForSourceException', 'Not authorized for the source.')
  }
  if (!hasBus(bus)) return failed('ResourceNotFoundException', `Event bus ${bus} does not exist.`)

  const id = randomUUID()
  put(bus, {
    version: '0',
    id,
    'detail-type': one.DetailType,
    source: one.Source,
    account,
    time: eventTime(one.Time?.getTime() ?? clock.now()),
    region,
    resources: one.Resources,
    detail,
  })
  return { EventId: id }
}

const failed = (ErrorCode: string, ErrorMessage: string): Answer => ({ ErrorCode, ErrorMessage })

function jsonObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** To the second, as EventBridge writes it. */
export const eventTime = (time: number) => new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z')
