import type { StateMachineStatus, StateMachineType } from '@aws-sdk/client-sfn'
import { start } from '../../functions/actions/stepfunctions.ts'
import { awsError, sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const given = { stateMachine: 'refund', input: { orders: ['a', 'b'] } }
const arn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:refund'

function aStateMachine(described: { type?: StateMachineType; status?: StateMachineStatus } = {}) {
  const executions: { name: string; input: string; running: boolean; asked: object }[] = []
  const imitation = {
    answers: {
      DescribeStateMachine: () => ({ stateMachineArn: arn, type: 'STANDARD', status: 'ACTIVE', ...described }),
      StartExecution(asked: { name: string; input: string }) {
        const { name, input } = asked
        const known = executions.find((execution) => execution.name === name)
        if (known !== undefined && !(known.running && known.input === input)) {
          throw Object.assign(awsError('ExecutionAlreadyExists', `Execution Already Exists: '${name}'`), {
            $metadata: { httpStatusCode: 400 },
          })
        }
        if (known === undefined) executions.push({ name, input, running: true, asked })
        return { executionArn: `${arn}:${name}`, startDate: new Date(0) }
      },
    },
    state: () => executions,
  }
  return { ...sessionWith(imitation), ...imitation, executions }
}

await itKeepsTheContract('stepfunctions', {
  start: {
    given,
    world: aStateMachine,
    refuses: [
      [{}, 'stateMachine'],
      [{ ...given, stateMachine: 'refund:live' }, 'stateMachine'],
      [{ ...given, stateMachine: '*' }, 'stateMachine'],
      [{ ...given, input: 'a text' }, 'input'],
    ],
    senseless: {
      'the state machine is an express one, which knows no repetition': {
        world: () => aStateMachine({ type: 'EXPRESS' }),
        says: 'refund is an express state machine: after a fault it could be started twice, so it was not',
      },
      'the state machine is being deleted': {
        world: () => aStateMachine({ status: 'DELETING' }),
        says: 'refund is being deleted',
      },
    },
  },
})

describe('start', () => {
  const action = start.on(given)

  it('says with what, in short', () => {
    expect(action.title()).toBe('start state machine refund with {"orders":["a","b"]}')
    expect(start.on({ stateMachine: 'refund' }).title()).toBe('start state machine refund')
    expect(start.on({ ...given, input: { text: 'x'.repeat(100) } }).title()).toBe(
      'start state machine refund with the config’s input (111 characters)',
    )
  })

  it('starts an execution that is called by its mark', async () => {
    const { session, executions } = aStateMachine()
    expect(await action.act(session, await action.look(session), 'mark')).toBe('execution mark of refund was started')
    expect(executions.map(({ asked }) => asked)).toEqual([
      { stateMachineArn: arn, name: 'mark', input: '{"orders":["a","b"]}' },
    ])
  })

  it('does not ask for the definition, which may be encrypted', async () => {
    const { session, exchanges } = aStateMachine()
    await action.look(session)
    expect(exchanges[0]?.request).toEqual({ stateMachineArn: arn, includedData: 'METADATA_ONLY' })
  })

  it('gives an empty object where the config gives no input', async () => {
    const { session, executions } = aStateMachine()
    await start.on({ stateMachine: 'refund' }).act(session, {}, 'mark')
    expect(executions).toMatchObject([{ input: '{}' }])
  })

  it('starts none again that has ended already', async () => {
    const { session, executions } = aStateMachine()
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    executions[0]!.running = false
    expect(await action.act(session, plan, 'mark')).toBe('execution mark of refund was started')
    expect(executions).toHaveLength(1)
  })
})

it('names the calls that it makes, on the one state machine', () => {
  const grants = start
    .on(given)
    .calls.flatMap((call) =>
      call.grants.flatMap((grant) => arnTextOf(grant).map((named) => `${grant.action} ${named}`)),
    )
  expect(grants).toEqual([
    'states:DescribeStateMachine states:::stateMachine:refund',
    'states:StartExecution states:::stateMachine:refund',
  ])
})
