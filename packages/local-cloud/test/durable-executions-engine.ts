import { Activity } from '../src/activity.ts'
import { DurableExecutions } from '../src/services/lambda/durable-executions/durable-executions.ts'
import type { ExecutionRecord } from '../src/services/lambda/durable-executions/record.ts'
import { storeIn } from './lambda-fixture.ts'
import { WatchedClock } from './lambda-watched-clock.ts'

interface Event {
  readonly CheckpointToken: string
  readonly UpdatedOperationIds: string[]
  readonly InitialExecutionState: { Operations: { Id: string; Status: string }[]; NextMarker?: string }
}
export type Handler = (event: Event, durable: DurableExecutions, arn: string) => unknown

/** The engine with a handler that speaks the protocol itself, so that it may also speak it wrongly. */
export function anEngine(
  handler: Handler,
  { store = storeIn(), clock = new WatchedClock(), speed = 1, durable = true } = {},
) {
  const activity = new Activity()
  const ended: ExecutionRecord[] = []
  const events: Event[] = []
  const engine: DurableExecutions = new DurableExecutions({
    clock,
    store,
    activity,
    speed,
    async invoke({ arn }, event) {
      events.push(structuredClone(event) as Event)
      return handler(event as Event, engine, arn)
    },
    configOf: () => (durable ? { executionTimeoutSeconds: 3600, retentionDays: 1 } : undefined),
    onEnd: (record) => ended.push(structuredClone(record)),
  })
  const start = (input = '{}', name = 'incident-1') =>
    engine.start({ functionName: 'playbook', version: '1', name, input, asynchronous: true })
  return { engine, clock, activity, ended, events, start, store }
}

export const pending = { Status: 'PENDING' }
export const done = { Status: 'SUCCEEDED', Result: '"done"' }
export const wait = (seconds: number, Id = 'w') =>
  ({ Id, Type: 'WAIT', Action: 'START', WaitOptions: { WaitSeconds: seconds } }) as const
export const callback = (options: object, Id = 'c') =>
  ({ Id, Type: 'CALLBACK', Action: 'START', CallbackOptions: options }) as const
export const known = ({ InitialExecutionState }: Event, id: string) =>
  InitialExecutionState.Operations.find(({ Id }) => Id === id)

/** Waits once for so many seconds, and is done. */
export const waits = (seconds: number): Handler => {
  return (event, durable, arn) => {
    if (known(event, 'w')?.Status === 'SUCCEEDED') return done
    if (!known(event, 'w')) durable.checkpoint(arn, event.CheckpointToken, [wait(seconds)])
    return pending
  }
}
