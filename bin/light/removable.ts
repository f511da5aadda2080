import { type IoTClient, ListAttachedPoliciesCommand } from '@aws-sdk/client-iot'
import { dynamoDevices, type KeptDevices } from '../../functions/adapters/dynamo-devices.ts'
import { devicePolicyName, tableName } from '../../lib/names.ts'
import { type Certificate, certificatesOf } from '../certificates.ts'
import type { CommandContext } from '../command-context.ts'
import { type Deployment, deploymentOf, deviceOf, devicesOf } from '../deployment.ts'
import { ifThere } from '../if-there.ts'

export const devicesIn = ({ aws }: CommandContext): KeptDevices => dynamoDevices(aws.table, tableName)

/**
 * The certificates of a light or cord, also of one that the config no longer has. Throws `Failure` when the name was
 * never Andon's: the account may have things of others.
 */
export async function removableCertificates(context: CommandContext, light: string): Promise<Certificate[]> {
  const { iot } = context.aws
  const deployment = await deploymentOf(context.aws, context.stack)
  const certificates = await certificatesOf(iot, light)
  if (isInConfig(deployment, light) || (await devicesIn(context).of(light)).length > 0) return certificates
  // Devices that an older Andon let in are not in the table.
  const ours: Certificate[] = []
  for (const certificate of certificates) if (await isDevices(iot, certificate)) ours.push(certificate)
  if (ours.length === 0) deviceOf(deployment, light)
  return ours
}

export const isInConfig = (deployment: Deployment, light: string) =>
  devicesOf(deployment).some(({ name }) => name === light)

async function isDevices(iot: IoTClient, { arn }: Certificate): Promise<boolean> {
  const { policies = [] } = (await ifThere(iot.send(new ListAttachedPoliciesCommand({ target: arn })))) ?? {}
  return policies.some(({ policyName }) => policyName === devicePolicyName)
}
