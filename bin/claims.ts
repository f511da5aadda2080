import { AttachPolicyCommand, CreateCertificateFromCsrCommand, paginateListTargetsForPolicy } from '@aws-sdk/client-iot'
import { X509Certificate } from 'node:crypto'
import { dynamoClaims, type KeptClaims } from '../functions/adapters/dynamo-claims.ts'
import { isSpent } from '../functions/domain/enrolment-claim.ts'
import { instant } from '../functions/domain/instant.ts'
import { makeCertificateRequest } from '../iot/contract/certificate-request.ts'
import { claimPolicyName, tableName } from '../lib/names.ts'
import { certificateId, takeAway } from './certificates.ts'
import type { Office } from './office.ts'

export interface GivenClaim {
  /** X.509, DER. */
  readonly certificate: Buffer
  /** PKCS#8, DER. */
  readonly key: Buffer
}

const claimsOf = ({ aws }: Office): KeptClaims => dynamoClaims(aws.table, tableName)

/** Leave for one device to become this light, until then. The key is made here and kept nowhere. */
export async function giveClaim(office: Office, light: string, endsAt: Date): Promise<GivenClaim> {
  const { iot } = office.aws
  const { key, pem } = makeCertificateRequest(`andon-claim for ${light}`)
  const made = await iot.send(
    new CreateCertificateFromCsrCommand({ certificateSigningRequest: pem, setAsActive: true }),
  )
  const { certificateArn: arn = '', certificatePem = '' } = made
  try {
    await claimsOf(office).give(certificateId(arn), { light, endsAt: instant(endsAt) })
    // Last, for only now can anything be done with it.
    await iot.send(new AttachPolicyCommand({ policyName: claimPolicyName, target: arn }))
  } catch (error) {
    await takeBack(office, arn)
    throw error
  }
  return {
    certificate: new X509Certificate(certificatePem).raw,
    key: key.export({ type: 'pkcs8', format: 'der' }),
  }
}

/** Takes back what is of no use any more, and every claim for this light. @returns how many of them were still good */
export async function takeBackClaims(office: Office, light: string): Promise<number> {
  const { aws, clock } = office
  let good = 0
  for await (const { targets = [] } of paginateListTargetsForPolicy(
    { client: aws.iot },
    { policyName: claimPolicyName },
  )) {
    for (const arn of targets.filter((target) => target.includes(':cert/'))) {
      const claim = await claimsOf(office).find(certificateId(arn))
      const isDone = claim === undefined || isSpent(claim, clock.now())
      if (!isDone && claim.light !== light) continue
      if (!isDone && claim.used === undefined) good++
      await takeBack(office, arn)
    }
  }
  return good
}

async function takeBack(office: Office, arn: string): Promise<void> {
  // The record first: without it on-enrol refuses, whatever comes of the rest.
  await claimsOf(office).forget(certificateId(arn))
  await takeAway(office.aws.iot, office.clock, arn)
}
