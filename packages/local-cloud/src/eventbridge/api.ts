import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { busName } from './rule.ts'
import { account, arnOf, AwsError, region, type Api, type Caller } from '../service.ts'
import type { Clock } from '../clock.ts'

const entry = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).default([]),
  /** Seconds since 1970, as the SDK sends it, or ISO 8601. */
  Time: z.union([z.number(), z.string()]).optional(),
})
type Entry = z.infer<typeof entry>
const putEvents = z.object({ Entries: z.array(entry) })

const mostEntries = 10
const mostBytes = 256 * 1024

export interface ApiParts {
  readonly clock: Clock
  readonly hasBus: (name: string) => boolean
  readonly put: (bus: string, event: unknown) => void
}

/** PutEvents, with its limits. As in AWS, one bad entry fails alone; too many or too large entries fail the call. */
export function eventsApi(parts: ApiParts): Api {
  return {
    permissionsFor(operation, input) {
      const { Entries } = read(operation, input)
      const buses = new Set(Entries.map(({ EventBusName = 'default' }) => busName(EventBusName)))
      return [...buses].map((bus) => ({ action: 'events:PutEvents', resource: arnOf('events', `event-bus/${bus}`) }))
    },
    async call(operation, input, caller) {
      const { Entries } = read(operation, input)
      const answers = Entries.map((one) => answerTo(one, caller, parts))
      return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers }
    },
  }
}

function read(operation: string, input: unknown) {
  if (operation !== 'PutEvents') {
    throw new AwsError('UnknownOperationException', `EventBridge's ${operation} is not modelled; PutEvents is`)
  }
  const parsed = putEvents.safeParse(input)
  if (!parsed.success) throw new AwsError('ValidationException', z.prettifyError(parsed.error))
  const { Entries } = parsed.data
  if (Entries.length < 1 || Entries.length > mostEntries) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${mostEntries}; it has ${Entries.length}`,
    )
  }
  if (Entries.reduce((sum, one) => sum + sizeOf(one), 0) > mostBytes) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.')
  }
  return parsed.data
}

/** As AWS counts: 14 bytes for a time, and the UTF-8 bytes of all texts. */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources]
  return (Time === undefined ? 0 : 14) + texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}

type Answer = { readonly EventId: string } | { readonly ErrorCode: string; readonly ErrorMessage: string }

function answerTo(one: Entry, caller: Caller, { clock, hasBus, put }: ApiParts): Answer {
  const bus = busName(one.EventBusName ?? 'default')
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
  const time = timeOf(one.Time, clock)
  if (time === undefined) return failed('InvalidArgument', 'Parameter Time is not valid.')

  const id = randomUUID()
  put(bus, {
    version: '0',
    id,
    'detail-type': one.DetailType,
    source: one.Source,
    account,
    time,
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

function timeOf(given: string | number | undefined, clock: Clock): string | undefined {
  const time = new Date(typeof given === 'number' ? given * 1000 : (given ?? clock.now()))
  return Number.isNaN(time.getTime()) ? undefined : eventTime(time.getTime())
}

/** To the second, as EventBridge writes it. */
export const eventTime = (time: number) => new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z')
