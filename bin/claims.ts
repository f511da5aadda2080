import { AttachPolicyCommand, CreateCertificateFromCsrCommand, paginateListTargetsForPolicy } from '@aws-sdk/client-iot'
import { X509Certificate } from 'node:crypto'
import { dynamoClaims, type KeptClaims } from '../functions/adapters/dynamo-claims.ts'
import { isSpent } from '../functions/domain/enrolment-claim.ts'
import { instant } from '../functions/domain/instant.ts'
import { makeCertificateRequest } from '../iot/contract/certificate-request.ts'
import { claimPolicyName, tableName } from '../lib/names.ts'
import { idOfCertificate, deleteCertificate } from './certificates.ts'
import type { CommandContext } from './command-context.ts'

export interface GivenClaim {
  /** X.509, DER. */
  readonly certificate: Buffer
  /** PKCS#8, DER. */
  readonly key: Buffer
}

const claimsOf = ({ aws }: CommandContext): KeptClaims => dynamoClaims(aws.table, tableName)

/** Makes a claim: with it one device may become this light, until then. The key is made here and kept nowhere. */
export async function giveClaim(context: CommandContext, light: string, endsAt: Date): Promise<GivenClaim> {
  const { iot } = context.aws
  const { key, pem } = makeCertificateRequest(`andon-claim for ${light}`)
  const made = await iot.send(
    new CreateCertificateFromCsrCommand({ certificateSigningRequest: pem, setAsActive: true }),
  )
  const { certificateArn: arn = '', certificatePem = '' } = made
  try {
    await claimsOf(context).give(idOfCertificate(arn), { light, endsAt: instant(endsAt) })
    // Last, for only now can anything be done with it.
    await iot.send(new AttachPolicyCommand({ policyName: claimPolicyName, target: arn }))
  } catch (error) {
    await revoke(context, arn)
    throw error
  }
  return {
    certificate: new X509Certificate(certificatePem).raw,
    key: key.export({ type: 'pkcs8', format: 'der' }),
  }
}

/** Revokes every claim that is used up or over, and every claim for this light. @returns how many of them were still good */
export async function revokeClaims(context: CommandContext, light: string): Promise<number> {
  const { aws, clock } = context
  let good = 0
  for await (const { targets = [] } of paginateListTargetsForPolicy(
    { client: aws.iot },
    { policyName: claimPolicyName },
  )) {
    for (const arn of targets.filter((target) => target.includes(':cert/'))) {
      const claim = await claimsOf(context).find(idOfCertificate(arn))
      const isDone = claim === undefined || isSpent(claim, clock.now())
      if (!isDone && claim.light !== light) continue
      if (!isDone && claim.used === undefined) good++
      await revoke(context, arn)
    }
  }
  return good
}

async function revoke(context: CommandContext, arn: string): Promise<void> {
  // The record first: without it on-enrol refuses, whatever comes of the rest.
  await claimsOf(context).forget(idOfCertificate(arn))
  await deleteCertificate(context.aws.iot, context.clock, arn)
}
