import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { MovedClock } from '../src/clock.ts'
import { RoleCheck } from '../src/services/iam/role-check.ts'
import { createSts } from '../src/services/sts/sts.ts'
import { service, start } from './aws-endpoint-started.ts'
import { templateOf, type WrittenResource } from './template-of.ts'

const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`
const aRole = (RoleName: string, Principal: object, ...Statement: object[]): WrittenResource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName,
    AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal } },
    Policies: [{ PolicyName: 'inline', PolicyDocument: { Statement } }],
  },
})
const aFunction = (FunctionName: string): WrittenResource => ({
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName, Role: roleArn(`${FunctionName}-role`) },
})
const lambda = { Service: 'lambda.amazonaws.com' }
const mayAssume = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn('playbook-*') }
const mayPut = { Effect: 'Allow', Action: 'test:PutEvents', Resource: '*' }

/** A runner that may assume playbooks' roles, a stranger that may as well, and one that may not. */
const template = templateOf({
  Runner: aFunction('runner'),
  RunnerRole: aRole('runner-role', lambda, mayAssume),
  Stranger: aFunction('stranger'),
  StrangerRole: aRole('stranger-role', lambda, mayAssume),
  Other: aFunction('other'),
  OtherRole: aRole('other-role', lambda),
  Playbook: aRole('playbook-restart', { AWS: roleArn('runner-role') }, mayPut),
  Harmless: aRole('playbook-harmless', { AWS: roleArn('runner-role') }),
})

async function started() {
  const clock = new MovedClock(Date.UTC(2026, 10, 21, 9))
  const roleCheck = new RoleCheck(template)
  const { client } = await start(
    {
      sts: createSts({ template, clock }).api,
      events: service(() => ({ FailedEntryCount: 0 })).api,
    },
    { authorize: (caller, permissions) => roleCheck.check(caller, permissions) },
  )
  const assume = async (as: string, role: string, more: object = {}) => {
    const command = new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName: 'checkout-1', ...more })
    return (await new STSClient(client(as)).send(command)).Credentials!
  }
  const put = (key: string) => new EventBridgeClient(client(key)).send(new PutEventsCommand({ Entries: [] }))
  return { roleCheck, assume, put }
}
const denied = expect.objectContaining({
  name: 'AccessDenied',
  $metadata: expect.objectContaining({ httpStatusCode: 403 }),
})

describe('a role', () => {
  it('is assumed by whom it trusts, who then may what it may, and no more', async () => {
    const { assume, put, roleCheck } = await started()
    const restart = await assume('LOCAL.runner', 'playbook-restart')
    expect(restart.Expiration).toEqual(new Date('2026-11-21T10:00:00Z'))
    await expect(put(restart.AccessKeyId!)).resolves.toBeDefined()
    await expect(put('LOCAL.runner')).rejects.toMatchObject({ name: 'AccessDeniedException' })

    const harmless = await assume('LOCAL.runner', 'playbook-harmless')
    await expect(put(harmless.AccessKeyId!)).rejects.toMatchObject({
      message: expect.stringContaining(
        'assumed-role/playbook-harmless/checkout-1 is not authorized to perform: test:PutEvents',
      ),
    })
    expect(roleCheck.used()).toContainEqual({ role: 'playbook-restart', action: 'test:PutEvents', resource: '*' })
  })

  it('is not assumed by whom it does not trust, though that one’s own role would allow it', async () => {
    const { assume } = await started()
    await expect(assume('LOCAL.stranger', 'playbook-restart')).rejects.toEqual(denied)
  })

  it('is not assumed by whose own role does not allow it', async () => {
    const { assume } = await started()
    await expect(assume('LOCAL.other', 'playbook-restart')).rejects.toEqual(denied)
  })

  it('is not assumed by who has assumed another: it trusts the runner alone', async () => {
    const { assume } = await started()
    const { AccessKeyId } = await assume('LOCAL.runner', 'playbook-restart')
    await expect(assume(AccessKeyId!, 'playbook-harmless')).rejects.toEqual(denied)
  })

  it('that is not there is refused in the same words, and a session that AWS would refuse is, too', async () => {
    const { assume } = await started()
    await expect(assume('LOCAL.runner', 'playbook-none')).rejects.toEqual(denied)
    await expect(assume('LOCAL.runner', 'playbook-restart', { RoleSessionName: 'a b' })).rejects.toMatchObject({
      name: 'ValidationError',
    })
  })

  it('shows what it grants and nobody has used', async () => {
    const { roleCheck } = await started()
    expect(roleCheck.unusedGrants()).toContainEqual({
      role: 'playbook-restart',
      action: 'test:PutEvents',
      resource: '*',
    })
  })
})
