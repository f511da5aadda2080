import type { Action } from '../../../functions/actions/action.ts'
import { createAwsEndpoint } from '../../../packages/local-cloud/src/aws-endpoint/aws-endpoint.ts'
import { roleAccessKey } from '../../../packages/local-cloud/src/aws-endpoint/request.ts'
import { realClock } from '../../../packages/local-cloud/src/clock.ts'
import { RoleCheck } from '../../../packages/local-cloud/src/services/iam/role-check.ts'
import { templateOf } from '../../../packages/local-cloud/test/template-of.ts'
import { wholeArnOf } from '../arn-text.ts'

/** The local cloud's own endpoint before a stranger's: what the action's role does not grant goes no further. */
export async function startDoor(elsewhere: string, action: Action, input: unknown) {
  const roleCheck = roleOf(action, input)
  const endpoint = await createAwsEndpoint({
    port: 0,
    services: new Map(),
    clock: realClock,
    authorize: (caller, permissions) => roleCheck.check(caller, permissions),
    authorizeElsewhere: (caller, asked, named) => roleCheck.checkSomewhere(caller, asked, named),
    elsewhere,
    log: () => undefined,
  })
  return {
    url: endpoint.url,
    accessKeyId: roleAccessKey('playbook', 'incident'),
    used: () => roleCheck.used().map((use) => use.action),
    denied: () => roleCheck.denied(),
    close: () => endpoint.close(),
  }
}

function roleOf(action: Action, input: unknown): RoleCheck {
  const statements = action
    .on(input)
    .calls.flatMap(({ grants }) => grants)
    .map((grant) => ({ Effect: 'Allow', Action: grant.action, Resource: wholeArnOf(grant) }))
  return new RoleCheck(
    templateOf({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'playbook',
          AssumeRolePolicyDocument: {
            Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } },
          },
          Policies: [{ PolicyName: 'calls', PolicyDocument: { Statement: statements } }],
        },
      },
    }),
  )
}
