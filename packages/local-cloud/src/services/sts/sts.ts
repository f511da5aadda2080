import { z } from 'zod'
import { roleAccessKey } from '../../aws-endpoint/request.ts'
import type { CloudClock } from '../../clock.ts'
import { mayRoleAssume } from '../iam/roles.ts'
import { apiOf, invalidBy, operation } from '../../operation.ts'
import { account } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import type { Caller } from '../../caller.ts'
import type { Template } from '../../template/template.ts'

const assumeRole = z.object({
  RoleArn: z.string().startsWith('arn:'),
  RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/),
  // Who has assumed a role already, as every function has, gets an hour at most.
  DurationSeconds: z.number().int().min(900).max(3600).default(3600),
})
type Request = z.infer<typeof assumeRole>
const lambdaFunction = z.object({ Role: z.string() })

/**
 * AWS STS: AssumeRole, for roles of the template. The access key that is given says which role and session it is for, so
 * that whatever is signed with it is held to that role.
 */
export function createSts({ template, clock }: { readonly template: Template; readonly clock: CloudClock }) {
  const assumed = ({ RoleArn, RoleSessionName: session, DurationSeconds }: Request, caller: Caller) => {
    if (!isTrusted(template, RoleArn, caller)) throw denied(RoleArn, caller)
    const role = RoleArn.replace(/^.*\//, '')
    const AccessKeyId = roleAccessKey(role, session)
    return {
      Credentials: {
        AccessKeyId,
        SecretAccessKey: 'not checked',
        SessionToken: 'not checked',
        Expiration: new Date(clock.now() + DurationSeconds * 1000),
      },
      AssumedRoleUser: {
        AssumedRoleId: `${AccessKeyId}:${session}`,
        Arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
      },
    }
  }
  const api = apiOf(
    { prefix: 'sts', invalid: invalidBy('ValidationError') },
    { AssumeRole: operation({ takes: assumeRole, on: ({ RoleArn }) => RoleArn, run: assumed }) },
  )
  return { api }
}

function isTrusted(template: Template, roleArn: string, caller: Caller): boolean {
  const known = template.ofType('AWS::IAM::Role').some(({ arn }) => arn === roleArn)
  if (!known || caller.kind === 'owner') return known
  return mayRoleAssume(template, roleArn, roleArnOf(template, caller))
}

function roleArnOf(template: Template, caller: Exclude<Caller, { kind: 'owner' }>): string {
  if (caller.kind === 'role') return `arn:aws:iam::${account}:role/${caller.name}`
  const found = template.ofType('AWS::Lambda::Function').find(({ ref }) => ref === caller.name)
  return lambdaFunction.parse(found?.properties).Role
}

/** In the words that AWS has for a role that does not trust the caller as for one that is not there. */
function denied(roleArn: string, caller: Caller): AwsError {
  const who = caller.kind === 'owner' ? 'the owner' : caller.name
  const message = `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`
  return new AwsError('AccessDenied', message, 403)
}
