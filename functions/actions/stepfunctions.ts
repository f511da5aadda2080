import { DescribeStateMachineCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import * as z from 'zod/mini'
import { defineAction } from './action.ts'
import { callsOf } from './api-call.ts'
import { CannotAct, isCalled } from './failure.ts'
import { inputOf, inTitle, jsonObject, name } from './input.ts'
import { arn } from './resource.ts'

// AWS Step Functions. Every export is an action.

const input = inputOf({
  stateMachine: name.check(z.describe('the state machine’s name')),
  input: z.optional(jsonObject).check(z.describe('the execution’s input; without it an empty object')),
})
type Target = z.infer<typeof input>

const stateMachineOf = ({ stateMachine }: Target) => arn('states', `stateMachine:${stateMachine}`)
const call = callsOf(SFNClient, 'states')
const describeStateMachine = call(DescribeStateMachineCommand, { on: stateMachineOf })
const startExecution = call(StartExecutionCommand, { on: stateMachineOf })

/** Does not wait for its end. The execution's name is this act's mark, so a second one cannot begin. */
export const start = defineAction({
  input,
  fixed: ['input'],
  does: 'starts an execution of a state machine with an input that the config gives, and does not wait for its end',
  risk: 'lossy',
  locks: ({ stateMachine }) => `stepfunctions stateMachine:${stateMachine}`,
  wait: { minutes: 10 },
  refuses: ['the state machine is an express one, which knows no repetition', 'the state machine is being deleted'],
  reads: { describeStateMachine },
  changes: { startExecution },

  async look(states, target) {
    const { type, status } = await states.describeStateMachine({
      stateMachineArn: states.arnOf(stateMachineOf(target)),
      // The definition may be encrypted with a key that the role has no part in.
      includedData: 'METADATA_ONLY',
    })
    if (type !== 'STANDARD') {
      throw new CannotAct(
        `${target.stateMachine} is an express state machine: after a fault it could be started twice, so it was not`,
      )
    }
    if (status === 'DELETING') throw new CannotAct(`${target.stateMachine} is being deleted`)
    return {}
  },

  title: ({ stateMachine, input: given }) =>
    `start state machine ${stateMachine}${given ? ` with ${inTitle(given, 'the config’s input')}` : ''}`,

  async act(states, target, _, mark) {
    try {
      await states.startExecution({
        stateMachineArn: states.arnOf(stateMachineOf(target)),
        name: mark,
        input: JSON.stringify(target.input ?? {}),
      })
    } catch (error) {
      // While it runs, the same name and input is answered as at first; once it has ended, by this.
      if (!isCalled(error, 'ExecutionAlreadyExists')) throw error
    }
    return `execution ${mark} of ${target.stateMachine} was started`
  },
})
