import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs'
import type * as z from 'zod/mini'
import { defineAction } from '../../functions/actions/action.ts'
import { callsOf, type PermissionNeed } from '../../functions/actions/api-call.ts'
import { inputOf, name } from '../../functions/actions/input.ts'
import { arn, arnText, fromArn } from '../../functions/actions/resource.ts'
import { actions } from '../../functions/config/actions.ts'
import { sessionWith } from './an-imitation.ts'

const input = inputOf({ name })
type Named = z.infer<typeof input>
const functionCalls = callsOf(LambdaClient, 'lambda')
const invokes: PermissionNeed<Named> = {
  action: 'lambda:InvokeFunction',
  on: ({ name }) => arn('lambda', `function:${name}`, { region: 'us-east-1' }),
  when: ({ name }) => ({ StringEquals: { 'aws:ResourceTag/team': name } }),
}
const invoke = functionCalls(InvokeCommand, invokes)

const pingBy = (call: typeof invoke) =>
  defineAction({
    input,
    does: 'invokes a function',
    risk: 'lossy',
    wait: { minutes: 1 },
    refuses: [],
    locks: ({ name }) => `lambda function:${name}`,
    reads: {},
    changes: { invoke: call },
    look: async () => ({ nothing: null }),
    title: ({ name }) => `invoke ${name}`,
    async act(lambda, { name }) {
      const { StatusCode } = await lambda.invoke({ FunctionName: name })
      return `answered ${StatusCode}`
    },
  })
const ping = pingBy(invoke)

it('names the permission where the operation is called otherwise, its conditions, and any region', () => {
  expect(ping.on({ name: 'warm-up' }).calls).toEqual([
    {
      operation: 'Invoke',
      grants: [
        {
          action: 'lambda:InvokeFunction',
          on: [{ service: 'lambda', resource: 'function:warm-up', region: 'us-east-1' }],
          when: { StringEquals: { 'aws:ResourceTag/team': 'warm-up' } },
        },
      ],
    },
  ])
})

it('knows which permissions are on everything, and why', () => {
  const list = functionCalls(InvokeCommand, invokes, { action: 'lambda:ListFunctions', noResource: 'It names none.' })
  expect(pingBy(list).onEverything).toEqual([{ action: 'lambda:ListFunctions', why: 'It names none.' }])
})

it('asks for nothing where the input names nothing, and never for everything', () => {
  const invokeUnlessOff = functionCalls(InvokeCommand, {
    action: 'lambda:InvokeFunction',
    on: ({ name }: Named) => (name === 'off' ? [] : arn('lambda', `function:${name}`)),
  })
  const grantsFor = (name: string) =>
    pingBy(invokeUnlessOff)
      .on({ name })
      .calls.flatMap(({ grants }) => grants)
  expect(grantsFor('warm-up')).toHaveLength(1)
  expect(grantsFor('off')).toEqual([])
})

it('calls the region of what it acts on', async () => {
  const regions: (string | undefined)[] = []
  const { session } = sessionWith({ answers: { Invoke: () => ({ StatusCode: 200 }) }, state: () => 0 })
  const act = ping
    .on({ name: 'warm-up' })
    .act(
      { ...session, send: (Client, command, region) => (regions.push(region), session.send(Client, command, region)) },
      {},
      'mark',
    )
  expect([await act, regions]).toEqual(['answered 200', ['us-east-1']])
})

it('takes whole ARNs: another account, none, another partition', () => {
  expect(fromArn('arn:aws:ssm:eu-central-1::document/AWS-RunShellScript')).toEqual({
    ...arn('ssm', 'document/AWS-RunShellScript'),
    partition: 'aws',
    region: 'eu-central-1',
    account: '',
  })
  expect(fromArn('arn:aws-cn:s3:::a-bucket')).toMatchObject({ partition: 'aws-cn', region: '', resource: 'a-bucket' })
  expect(() => fromArn('a-bucket')).toThrow('not an ARN: a-bucket')
})

it('writes whole ARNs for requests, at home unless told', () => {
  const home = { partition: 'aws-cn', region: 'cn-north-1', account: '123456789012' }
  expect(arnText(arn('states', 'stateMachine:refund'), home)).toBe(
    'arn:aws-cn:states:cn-north-1:123456789012:stateMachine:refund',
  )
  expect(arnText(arn('s3', 'a-bucket', { region: '', account: '' }), home)).toBe('arn:aws-cn:s3:::a-bucket')
  const whole = 'arn:aws:sns:us-east-1:1:a-topic'
  expect(arnText(fromArn(whole), home)).toBe(whole)
})

it('becomes data in the config', () => {
  expect(actions.ecs.redeploy({ cluster: 'shop', service: 'checkout' })).toEqual({
    action: 'ecs.redeploy',
    with: { cluster: 'shop', service: 'checkout' },
  })
})

// What follows is for the compiler: `npm run check` fails where one of these compiles. None is ever called.
const describe_ = callsOf(ECSClient, 'ecs')(DescribeServicesCommand, { noResource: 'Only for the compiler to read.' })
const mistakes = [
  () =>
    defineAction({
      input,
      does: 'invokes a function',
      risk: 'lossy',
      wait: { minutes: 1 },
      refuses: [],
      locks: () => 'a b',
      reads: {},
      changes: { invoke },
      // @ts-expect-error a call that changes something is not there to look with
      look: async (lambda) => ({ code: (await lambda.invoke({ FunctionName: 'x' })).StatusCode ?? 0 }),
      title: () => 'x',
      act: async () => 'x',
    }),
  () =>
    defineAction({
      input,
      does: 'invokes a function',
      risk: 'lossy',
      wait: { minutes: 1 },
      refuses: [],
      locks: () => 'a b',
      reads: { describe: describe_ },
      changes: {},
      look: async (ecs) => ({ services: (await ecs.describe({ services: [] })).services?.length ?? 0 }),
      title: (_, seen) => `${seen?.services.toFixed()}`,
      // @ts-expect-error a call that is not declared is not there
      act: async (ecs) => String(await ecs.updateService({ service: 'x' })),
    }),
  () =>
    defineAction({
      input,
      does: 'invokes a function',
      risk: 'lossy',
      wait: { minutes: 1 },
      refuses: [],
      locks: () => 'a b',
      reads: {},
      changes: {},
      // @ts-expect-error a date is not the same once it was JSON
      look: async () => ({ at: new Date() }),
      title: () => 'x',
      act: async () => 'x',
    }),
  () =>
    defineAction({
      input,
      // @ts-expect-error a field that the input does not have
      fixed: ['nmae'],
      does: 'invokes a function',
      risk: 'lossy',
      wait: { minutes: 1 },
      refuses: [],
      locks: () => 'a b',
      reads: {},
      changes: {},
      look: async () => ({ nothing: null }),
      title: () => 'x',
      act: async () => 'x',
    }),
  // @ts-expect-error an input that the action does not take
  () => actions.ecs.redeploy({ cluster: 'shop' }),
  // @ts-expect-error an unknown action
  () => actions.ecs.redeplo({ cluster: 'shop', service: 'checkout' }),
]

it('does not compile with a mistake in it', () => {
  expect(mistakes).toHaveLength(6)
})
