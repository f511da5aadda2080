import type { ListMessageMoveTasksResultEntry } from '@aws-sdk/client-sqs'
import type * as z from 'zod/mini'
import { defineAction } from './action.ts'
import { CannotAct } from './failure.ts'
import {
  deadLettersOf,
  redriveInput,
  redriveReads,
  redriveRefusals,
  startMessageMoveTask,
  startOf,
  taskFor,
  tasksOf,
} from './sqs-redrive.ts'

// Amazon SQS. Every export is an action.

/** Moves all that is in a dead-letter queue back to where it came from. SQS gives the messages new ids and ages. */
export const redrive = defineAction({
  input: redriveInput,
  does: 'moves the messages of a dead-letter queue back to the queue that they came from, where they are worked on again',
  risk: 'disruptive',
  locks: ({ deadLetters }) => `sqs ${deadLetters}`,
  wait: { minutes: 10 },
  refuses: redriveRefusals,
  reads: redriveReads,
  changes: { startMessageMoveTask },

  async look(sqs, target) {
    const { messages } = await deadLettersOf(sqs, target)
    const [last] = await tasksOf(sqs, target)
    if (last !== undefined && isUnderWay(last)) {
      throw new CannotAct(`messages are being moved out of ${target.deadLetters} already`)
    }
    if (messages === 0) throw new CannotAct(`${target.deadLetters} is empty`)
    return { messages, lastTask: last === undefined ? 0 : startOf(last) }
  },

  title: ({ deadLetters, to, perSecond }, seen) =>
    `move ${seen ? `about ${countOf(seen.messages)}` : 'the messages'} from ${deadLetters} back to ${to}` +
    `${perSecond === undefined ? '' : `, at most ${perSecond} per second`}`,

  async act(sqs, target, { lastTask }) {
    const { SourceArn, DestinationArn } = taskFor(sqs, target)
    const begun = async () =>
      // The console's own way gives no destination: each message goes back to where it came from.
      (await tasksOf(sqs, target)).find(
        (task) => startOf(task) > lastTask && (task.DestinationArn ?? DestinationArn) === DestinationArn,
      )
    const already = await begun()
    if (already !== undefined) return progressOf(already, target)
    const { messages } = await deadLettersOf(sqs, target)
    if (messages === 0) throw new CannotAct(`${target.deadLetters} is empty by now, so nothing was moved`)
    try {
      const { perSecond } = target
      await sqs.startMessageMoveTask({
        SourceArn,
        DestinationArn,
        ...(perSecond !== undefined && { MaxNumberOfMessagesPerSecond: perSecond }),
      })
    } catch (error) {
      // SQS refuses a second task while one is under way: maybe ours, when its answer was lost to the SDK's own retry.
      const ours = error instanceof CannotAct ? await begun() : undefined
      if (ours === undefined) throw error
      return progressOf(ours, target)
    }
    return `about ${countOf(messages)} go from ${target.deadLetters} back to ${target.to}`
  },
})

const isUnderWay = ({ Status: status = '' }: ListMessageMoveTasksResultEntry) =>
  !['COMPLETED', 'CANCELLED', 'FAILED'].includes(status)

/** How far a task is that was begun since looking: by us before a fault, or by somebody else to the same end. */
function progressOf(task: ListMessageMoveTasksResultEntry, { deadLetters, to }: z.infer<typeof redriveInput>): string {
  const { Status: status, ApproximateNumberOfMessagesMoved: moved = 0, FailureReason: reason } = task
  const way = `from ${deadLetters} back to ${to}`
  if (status === 'FAILED')
    throw new CannotAct(`moving messages ${way} failed after about ${moved}: ${reason ?? 'no reason given'}`)
  if (status === 'CANCELLED' || status === 'CANCELLING') {
    throw new CannotAct(`somebody cancelled moving messages ${way}, after about ${moved}`)
  }
  return `about ${countOf(moved)} went ${way} so far`
}

const countOf = (messages: number) => (messages === 1 ? '1 message' : `${messages} messages`)
