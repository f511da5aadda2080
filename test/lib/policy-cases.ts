import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import example from '../fixtures/andon.config.ts'
import { defineAction } from '../../functions/actions/action.ts'
import { callsOf, type PermissionNeed } from '../../functions/actions/api-call.ts'
import { inputOf } from '../../functions/actions/input.ts'
import { arn, fromArn } from '../../functions/actions/resource.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'

const input = inputOf({})

/** An action that makes one call, for which it needs this. */
const anAction = (...needs: [PermissionNeed<object>, ...PermissionNeed<object>[]]) =>
  defineAction({
    input,
    does: 'makes one call',
    risk: 'lossy',
    wait: { minutes: 1 },
    refuses: [],
    locks: () => 'x y',
    reads: {},
    changes: { invoke: callsOf(LambdaClient, 'lambda')(InvokeCommand, ...needs) },
    look: async () => ({}),
    title: () => 'act',
    act: async () => 'done',
  })

const onFunction: PermissionNeed<object> = { on: () => arn('lambda', 'function:x') }
const getsFunction: PermissionNeed<object> = { action: 'lambda:GetFunction', ...onFunction }
const stack = '${AWS::Region}:${AWS::AccountId}'
/** Of every playbook that calls anything. */
const readsTags = { Action: 'tag:GetResources', Resource: '*' }
const statement = (Resource: string) => [readsTags, { Action: 'lambda:Invoke', Resource }]
const passed = { StringEquals: { 'iam:PassedToService': ['a.amazonaws.com', 'b.amazonaws.com'] } }

/** What is declared → the playbook's statements, as the template has them. */
export const cases: Record<string, [actions: ReturnType<typeof anAction>[], expected: object[]]> = {
  'is on the stack’s own account and region unless told': [
    [anAction(onFunction)],
    statement(`arn:\${AWS::Partition}:lambda:${stack}:function:x`),
  ],
  'is none where the input names nothing': [[anAction({ on: () => [] })], []],
  'may be on a role, which has no region': [
    [anAction({ on: () => arn('iam', 'role/x', { region: '' }) })],
    statement('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x'),
  ],
  'may be on a bucket, which has no account either': [
    [anAction({ on: () => arn('s3', 'x', { region: '', account: '' }) })],
    statement('arn:${AWS::Partition}:s3:::x'),
  ],
  'may be on a document of AWS’s own': [
    [anAction({ on: () => arn('ssm', 'document/x', { account: '' }) })],
    statement('arn:${AWS::Partition}:ssm:${AWS::Region}::document/x'),
  ],
  'may be on what is in another region and account': [
    [anAction({ on: () => fromArn('arn:aws:ecs:us-east-1:123456789012:service/a/b') })],
    statement('arn:aws:ecs:us-east-1:123456789012:service/a/b'),
  ],
  'may be on what is only known when it runs': [
    [anAction({ on: () => arn('ecs', 'task/a/*') })],
    statement(`arn:\${AWS::Partition}:ecs:${stack}:task/a/*`),
  ],
  'may be under conditions, also of what is in the stack’s account': [
    [
      anAction({
        ...onFunction,
        when: () => ({ ...passed, ArnEquals: { 'ecs:cluster': arn('ecs', 'cluster/shop') } }),
      }),
    ],
    [
      readsTags,
      {
        Action: 'lambda:Invoke',
        Resource: `arn:\${AWS::Partition}:lambda:${stack}:function:x`,
        Condition: { ...passed, ArnEquals: { 'ecs:cluster': `arn:\${AWS::Partition}:ecs:${stack}:cluster/shop` } },
      },
    ],
  ],
  'is on everything only for a call for which AWS knows no resource': [
    [anAction({ noResource: 'The reference has none.' })],
    [{ Action: ['lambda:Invoke', 'tag:GetResources'], Resource: '*' }],
  ],
  'names what is granted twice once': [
    [anAction(onFunction, getsFunction), anAction(getsFunction)],
    [
      readsTags,
      {
        Action: ['lambda:GetFunction', 'lambda:Invoke'],
        Resource: `arn:\${AWS::Partition}:lambda:${stack}:function:x`,
      },
    ],
  ],
}

/** A config with a playbook for each case, p0, p1, …, and the actions that they use. */
export const { config, actions } = playbooksOf(Object.values(cases).map(([some]) => some))

function playbooksOf(all: readonly ReturnType<typeof anAction>[][]) {
  const actions = new Map(all.flatMap((some, n) => some.map((action, m) => [`p${n}.do${m}`, action] as const)))
  const playbooks = Object.fromEntries(
    all.map((some, n) => {
      const dos = some.map((__, m) => ({ do: { action: `p${n}.do${m}`, with: {} }, wait: { minutes: 1 } }))
      return [`p${n}`, { title: 'P', countermeasures: dos }]
    }),
  )
  const { search } = example.lines
  const config: AndonConfig = { ...example, lines: { search }, platform: 'search', lights: {}, cords: {}, playbooks }
  return { config, actions }
}
