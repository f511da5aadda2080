import {
  type EventSourceMappingConfiguration,
  GetEventSourceMappingCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda'
import * as z from 'zod/mini'
import type { ClientOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf } from './input.ts'
import { call, functionName } from './lambda-function.ts'
import { arn } from './resource.ts'

// What brings a queue's or a stream's records to a Lambda function.

export const mappingInput = inputOf({
  function: functionName,
  mapping: z
    .string('some text')
    .check(
      z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'the mapping’s UUID, in small letters'),
      z.describe('the UUID of the event source mapping that feeds the function'),
    ),
})
type Target = z.infer<typeof mappingInput>

export const mappingResource = ({ mapping }: Target) => arn('lambda', `event-source-mapping:${mapping}`)
const onMapping = {
  on: mappingResource,
  // A mapping's ARN tells nothing of its function: this does, with an alias or a version too.
  when: ({ function: of }: Target) => ({
    ArnLike: { 'lambda:FunctionArn': [arn('lambda', `function:${of}`), arn('lambda', `function:${of}:*`)] },
  }),
}
export const getEventSourceMapping = call(GetEventSourceMappingCommand, onMapping)
export const updateEventSourceMapping = call(UpdateEventSourceMappingCommand, onMapping)

export const mappingRefusals = [
  'the event source mapping feeds another function',
  'the event source mapping is disabled already',
  'the event source mapping is being changed',
]

type Mapping = EventSourceMappingConfiguration & { readonly State: string }

export async function findMapping(
  lambda: ClientOf<{ getEventSourceMapping: typeof getEventSourceMapping }>,
  { function: of, mapping }: Target,
): Promise<Mapping> {
  const found = await lambda.getEventSourceMapping({ UUID: mapping })
  // arn:aws:lambda:eu-central-1:123456789012:function:checkout:live
  const fed = found.FunctionArn?.split(':')[6]
  if (fed !== of) throw new CannotAct(`mapping ${mapping} feeds ${fed ?? 'no function'}, not ${of}`)
  return { ...found, State: found.State ?? 'Enabled' }
}

/** The queue, the stream or the topic, as its ARN ends; a Kafka of one's own has none. */
export const sourceIn = ({ EventSourceArn }: Mapping) => EventSourceArn?.split(':').slice(5).join(':') ?? null

/** Lambda takes no change meanwhile. That is over within moments, unless the mapping is on its way out. */
export const notNow = (mapping: string, state: string) =>
  state === 'Deleting'
    ? new CannotAct(`mapping ${mapping} is being deleted, so nothing was changed`)
    : new Error(`mapping ${mapping} is still ${state.toLowerCase()}, so Lambda takes no change now`)
