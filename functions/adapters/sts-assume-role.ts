import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import type { Credentials } from '../actions/api-call.ts'

/** @param sessionName shown in CloudTrail: for which incident the role was used */
export async function assumeRole(arn: string, sessionName: string): Promise<Credentials> {
  const command = new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: sessionName })
  const { Credentials: given } = await new STSClient().send(command)
  if (
    given?.AccessKeyId === undefined ||
    given.SecretAccessKey === undefined ||
    given.SessionToken === undefined ||
    given.Expiration === undefined
  ) {
    throw new Error('STS returned incomplete credentials')
  }
  return {
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
    expiration: given.Expiration,
  }
}
