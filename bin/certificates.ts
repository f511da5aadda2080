import {
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
  paginateListThingPrincipals,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot'
import type { Clock } from '../functions/ports.ts'
import { ifThere } from './if-there.ts'

export interface Certificate {
  readonly arn: string
  readonly id: string
  readonly isActive: boolean
  readonly endsAt: Date | undefined
}

export const certificateId = (arn: string) => arn.split('/').at(-1) ?? arn

/** The certificates that stand for a thing: one for each device that was enrolled as it. */
export async function certificatesOf(iot: IoTClient, thingName: string): Promise<Certificate[]> {
  const arns: string[] = []
  for await (const { principals = [] } of paginateListThingPrincipals({ client: iot }, { thingName }))
    arns.push(...principals.filter((arn) => arn.includes(':cert/')))
  const found = await Promise.all(arns.map((arn) => certificate(iot, arn)))
  return found.filter((each) => each !== undefined)
}

async function certificate(iot: IoTClient, arn: string): Promise<Certificate | undefined> {
  const id = certificateId(arn)
  const answer = await ifThere(iot.send(new DescribeCertificateCommand({ certificateId: id })))
  const { status, validity } = answer?.certificateDescription ?? {}
  return answer && { arn, id, isActive: status === 'ACTIVE', endsAt: validity?.notAfter }
}

/** From now on it opens no connection. One that is open stays open. */
export async function deactivate(iot: IoTClient, arn: string): Promise<void> {
  await ifThere(iot.send(new UpdateCertificateCommand({ certificateId: certificateId(arn), newStatus: 'INACTIVE' })))
}

/** Deactivates and deletes a certificate, whatever is left of it. @param thing that it stands for, if it does */
export async function takeAway(iot: IoTClient, clock: Clock, arn: string, thing?: string): Promise<void> {
  await deactivate(iot, arn)
  const attached = await ifThere(iot.send(new ListAttachedPoliciesCommand({ target: arn })))
  for (const { policyName } of attached?.policies ?? [])
    await ifThere(iot.send(new DetachPolicyCommand({ policyName, target: arn })))
  if (thing !== undefined)
    await ifThere(iot.send(new DetachThingPrincipalCommand({ thingName: thing, principal: arn })))
  await deleteOnceDetached(iot, clock, certificateId(arn))
}

/** AWS IoT takes some seconds to see that it was detached. */
const most = 15
const pauseMs = 1000

async function deleteOnceDetached(iot: IoTClient, clock: Clock, id: string): Promise<void> {
  for (let nth = 1; ; nth++) {
    try {
      await ifThere(iot.send(new DeleteCertificateCommand({ certificateId: id })))
      return
    } catch (error) {
      const isEarly =
        error instanceof Error && ['DeleteConflictException', 'CertificateStateException'].includes(error.name)
      if (!isEarly || nth === most) throw error
      await clock.pause(pauseMs)
    }
  }
}
