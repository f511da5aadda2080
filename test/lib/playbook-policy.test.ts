<<<<<<< HEAD
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import example from '../fixtures/andon.config.ts'
import { defineAction } from '../../functions/actions/action.ts'
import { callsOf, type PermissionNeed } from '../../functions/actions/api-call.ts'
import { inputOf } from '../../functions/actions/input.ts'
import { arn, fromArn } from '../../functions/actions/resource.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
=======
>>>>>>> h/speed
import { playbookRole } from './reading.ts'
import { actions, cases, config } from './policy-cases.ts'
import { synthesize } from './synthesized.ts'

<<<<<<< HEAD
const input = inputOf({})

/** An action that makes one call, for which it needs this. */
const anAction = (...needs: [PermissionNeed<object>, ...PermissionNeed<object>[]]) =>
  defineAction({
    input,
    risk: 'low',
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
const statement = (Resource: string) => [{ Action: 'lambda:Invoke', Resource }]
const passed = { StringEquals: { 'iam:PassedToService': ['a.amazonaws.com', 'b.amazonaws.com'] } }

/** What is declared → the playbook's statements, as the template has them. */
const cases: Record<string, [actions: ReturnType<typeof anAction>[], expected: object[]]> = {
  'is on the stack’s own account and region unless told': [
    [anAction(onFunction)],
    statement(`arn:\${AWS::Partition}:lambda:${stack}:function:x`),
  ],
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
      {
        Action: 'lambda:Invoke',
        Resource: `arn:\${AWS::Partition}:lambda:${stack}:function:x`,
        Condition: { ...passed, ArnEquals: { 'ecs:cluster': `arn:\${AWS::Partition}:ecs:${stack}:cluster/shop` } },
      },
    ],
  ],
  'is on everything only for a call for which AWS knows no resource': [
    [anAction({ noResource: 'The reference has none.' })],
    statement('*'),
  ],
  'names what is granted twice once': [
    [anAction(onFunction, getsFunction), anAction(getsFunction)],
    [
      {
        Action: ['lambda:GetFunction', 'lambda:Invoke'],
        Resource: `arn:\${AWS::Partition}:lambda:${stack}:function:x`,
      },
    ],
  ],
}

// With the rules that `npm run synth` is held to: what is declared is an exception that needs no line of its own.
const template = synthesize({ ...playbooksOf(Object.values(cases).map(([actions]) => actions)), checked: true })
=======
const template = synthesize({ config, actions })
>>>>>>> h/speed

it.each(Object.entries(cases).map(([what, [, expected]], n) => [what, n, expected] as const))(
  '%s',
  (_, n, expected) => {
    const [, { Properties }] = playbookRole(template, `p${n}`)
    const { Statement } = Properties.Policies[0].PolicyDocument
    expect(Statement.map(({ Effect: _effect, ...rest }: any) => flat(rest))).toEqual(expected)
  },
)

/** Intrinsics as text: `${AWS::Region}` is the stack's own. */
function flat(value: any): any {
  if (typeof value !== 'object' || value === null) return value
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(flat).join('')
  if ('Ref' in value) return `\${${value.Ref}}`
  if (Array.isArray(value)) return value.map(flat)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, flat(each)]))
}
