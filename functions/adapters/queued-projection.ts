import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'
import { type BusEvent, busEventTypes } from '../domain/bus-event.ts'
import type { Projection } from '../usecases/projection.ts'
import { dueNotice } from './due-notice.ts'
import { runRecord } from './dynamo-records.ts'
import { callForPeople } from './invoked-call.ts'

const projection = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('light'), light: z.string() }),
  z.object({
    kind: z.literal('start'),
    playbook: z.string(),
    incident: z.string(),
    attempt: z.exactOptional(z.number()),
    suggest: z.exactOptional(z.literal(true)),
  }),
  z.object({
    kind: z.literal('undo'),
    playbook: z.string(),
    incident: z.string(),
    because: z.enum(['asked', 'afterwards']),
    version: z.number(),
  }),
  z.object({ kind: z.literal('release'), callback: z.string(), incident: z.string() }),
  z.object({ kind: z.literal('escalation'), call: callForPeople }),
  z.object({
    kind: z.literal('events'),
    events: z.array(
      z.object({
        type: z.enum(busEventTypes),
        detail: z.record(z.string(), z.unknown()),
      }) satisfies z.ZodMiniType<BusEvent>,
    ),
  }),
  z.object({ kind: z.literal('notices'), due: z.array(dueNotice) }),
  z.object({ kind: z.literal('record'), run: runRecord }),
  z.object({ kind: z.literal('refill'), line: z.string() }),
]) satisfies z.ZodMiniType<Projection>

/** A dead letter that somebody sends back has no `tries`: it counts as never tried. */
const counted = z.object({ tries: z._default(z.number(), 0) })

export interface QueuedProjection {
  readonly projection: Projection
  /** How often it has failed. */
  readonly tries: number
}

/** `undefined` for a message that on-change did not write. */
export function toQueuedProjection(body: string): QueuedProjection | undefined {
  try {
    const message: unknown = JSON.parse(body)
    return { projection: projection.parse(message), tries: counted.parse(message).tries }
  } catch (error) {
    if (error instanceof $ZodError || error instanceof SyntaxError) return undefined
    throw error
  }
}
