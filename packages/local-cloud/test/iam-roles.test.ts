import { evaluate } from '../src/services/iam/iam.ts'
import { RoleCheck } from '../src/services/iam/role-check.ts'
import { mayInvoke, maySend } from '../src/services/iam/resource-policies.ts'
import { documentsOfRole, mayAssume } from '../src/services/iam/roles.ts'
import { owner } from '../src/caller.ts'
import { templateOf, type WrittenResource } from './template-of.ts'

const table = 'arn:aws:dynamodb:eu-central-1:000000000000:table/incidents'
const allow = (but: object = {}) => ({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table, ...but })

const lambda = 'arn:aws:lambda:eu-central-1:000000000000:function:on-signal'
const rule = 'arn:aws:events:eu-central-1:000000000000:rule/alarms'
const queue = 'arn:aws:sqs:eu-central-1:000000000000:signals'
const trust = {
  Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
}
const basic = {
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']],
}

const aTemplate = (but: Record<string, WrittenResource> = {}) =>
  templateOf({
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: 'on-signal-role',
        AssumeRolePolicyDocument: trust,
        ManagedPolicyArns: [basic],
        Policies: [{ PolicyName: 'inline', PolicyDocument: { Statement: [allow()] } }],
      },
    },
    RolePolicy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: { Statement: [allow({ Action: ['sqs:SendMessage', 'sqs:GetQueueUrl'], Resource: queue })] },
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: 'on-signal', Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
    },
    Signals: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'signals' } },
    ...but,
  })
const roleArn = 'arn:aws:iam::000000000000:role/on-signal-role'

describe('a role', () => {
  it('may do what its inline, its attached and AWS’s own policies say', () => {
    const documents = documentsOfRole(aTemplate(), roleArn)
    expect(evaluate(documents, 'dynamodb:PutItem', table)).toBe('allowed')
    expect(evaluate(documents, 'sqs:SendMessage', queue)).toBe('allowed')
    expect(evaluate(documents, 'logs:PutLogEvents', 'arn:aws:logs:::x')).toBe('allowed')
    expect(evaluate(documents, 'dynamodb:DeleteItem', table)).toBe('implicitDeny')
  })
  it('with a policy of AWS that we do not know is refused', () => {
    const Properties = {
      RoleName: 'on-signal-role',
      AssumeRolePolicyDocument: trust,
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    }
    const template = aTemplate({ Role: { Type: 'AWS::IAM::Role', Properties } })
    expect(() => documentsOfRole(template, roleArn)).toThrow(/AdministratorAccess of Role is not modelled/)
  })
  it('may be assumed by whom it trusts', () => {
    expect(mayAssume(aTemplate(), roleArn, 'lambda.amazonaws.com')).toBe(true)
    expect(mayAssume(aTemplate(), roleArn, 'iot.amazonaws.com')).toBe(false)
  })
})

describe('a resource’s own policy', () => {
  const queuePolicy = (Statement: object[]) =>
    aTemplate({
      Policy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Signals' }], PolicyDocument: { Statement } },
      },
    })
  const fromRule = {
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Principal: { Service: 'events.amazonaws.com' },
    Resource: queue,
    Condition: { ArnEquals: { 'aws:SourceArn': rule } },
  }
  const request = { queueArn: queue, service: 'events.amazonaws.com', sourceArn: rule }

  it('lets in the rule that it names, and no other', () => {
    expect(maySend(queuePolicy([fromRule]), request)).toBe(true)
    expect(maySend(queuePolicy([fromRule]), { ...request, sourceArn: `${rule}-2` })).toBe(false)
    expect(maySend(queuePolicy([fromRule]), { ...request, service: 'sns.amazonaws.com' })).toBe(false)
    expect(maySend(aTemplate(), request)).toBe(false)
  })
  it('that demands encrypted transport does not shut out AWS’s services', () => {
    const enforce = {
      Effect: 'Deny',
      Action: 'sqs:*',
      Principal: { AWS: '*' },
      Resource: queue,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }
    expect(maySend(queuePolicy([fromRule, enforce]), request)).toBe(true)
  })

  const permitted = (Properties: object) =>
    aTemplate({
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', ...Properties },
      },
    })

  it('of a function lets in whom a permission names', () => {
    const template = permitted({ FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] }, SourceArn: rule })
    expect(mayInvoke(template, lambda, 'events.amazonaws.com', rule)).toBe(true)
    expect(mayInvoke(template, lambda, 'events.amazonaws.com', `${rule}-2`)).toBe(false)
    expect(mayInvoke(template, lambda, 'iot.amazonaws.com', rule)).toBe(false)
    expect(mayInvoke(template, `${lambda}:live`, 'events.amazonaws.com', rule)).toBe(false)
  })
  it('of an alias says nothing of the function', () => {
    const template = permitted({ FunctionName: `${lambda}:live` })
    expect(mayInvoke(template, `${lambda}:live`, 'events.amazonaws.com', rule)).toBe(true)
    expect(mayInvoke(template, lambda, 'events.amazonaws.com', rule)).toBe(false)
  })
})

describe('the check of roles', () => {
  const caller = { kind: 'function', name: 'on-signal' } as const
  const put = { action: 'dynamodb:PutItem', resource: table }
  const drop = { action: 'dynamodb:DeleteItem', resource: table }

  it('lets a function do what its role may, and the owner everything', () => {
    const roleCheck = new RoleCheck(aTemplate())
    expect(() => roleCheck.check(caller, [put])).not.toThrow()
    expect(() => roleCheck.check(owner, [drop])).not.toThrow()
  })
  it('denies the rest in AWS’s words', () => {
    const roleCheck = new RoleCheck(aTemplate())
    expect(() => roleCheck.check(caller, [put, drop])).toThrow(
      expect.objectContaining({
        code: 'AccessDeniedException',
        message: `User: arn:aws:sts::000000000000:assumed-role/on-signal-role/on-signal is not authorized to perform: dynamodb:DeleteItem on resource: ${table} because no identity-based policy allows the dynamodb:DeleteItem action`,
      }),
    )
    expect(roleCheck.denied()).toEqual([{ role: 'on-signal-role', ...drop }])
  })
  it('shows what was granted and never used, but for logs', () => {
    const roleCheck = new RoleCheck(aTemplate())
    roleCheck.check(caller, [put])
    roleCheck.check(caller, [put, { action: 'sqs:SendMessage', resource: queue }])
    expect(roleCheck.used()).toHaveLength(2)
    expect(roleCheck.unusedGrants()).toEqual([{ role: 'on-signal-role', action: 'sqs:GetQueueUrl', resource: queue }])
  })
})
