import {
  DeleteCertificateCommand,
  DeleteThingCommand,
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

export const idOfCertificate = (arn: string) => arn.split('/').at(-1) ?? arn

/** The certificates that stand for a thing: one for each device that was enrolled as it. */
export async function certificatesOf(iot: IoTClient, thingName: string): Promise<Certificate[]> {
  // The thing is made when the first device is enrolled as it: before that there is nothing to ask about.
  const arns = (await ifThere(principalsOf(iot, thingName))) ?? []
  const found = await Promise.all(arns.map((arn) => certificate(iot, arn)))
  return found.filter((each) => each !== undefined)
}

async function principalsOf(iot: IoTClient, thingName: string): Promise<string[]> {
  const arns: string[] = []
  for await (const { principals = [] } of paginateListThingPrincipals({ client: iot }, { thingName }))
    arns.push(...principals.filter((arn) => arn.includes(':cert/')))
  return arns
}

async function certificate(iot: IoTClient, arn: string): Promise<Certificate | undefined> {
  const id = idOfCertificate(arn)
  const answer = await ifThere(iot.send(new DescribeCertificateCommand({ certificateId: id })))
  const { status, validity } = answer?.certificateDescription ?? {}
  return answer && { arn, id, isActive: status === 'ACTIVE', endsAt: validity?.notAfter }
}

/** It can open no connection any more. An open one stays open. */
export async function deactivate(iot: IoTClient, arn: string): Promise<void> {
  await ifThere(iot.send(new UpdateCertificateCommand({ certificateId: idOfCertificate(arn), newStatus: 'INACTIVE' })))
}

/** Deactivates and deletes a certificate, also one that is half deleted already. @param thing that it stands for, if it does */
export async function deleteCertificate(iot: IoTClient, clock: Clock, arn: string, thing?: string): Promise<void> {
  await deactivate(iot, arn)
  const attached = await ifThere(iot.send(new ListAttachedPoliciesCommand({ target: arn })))
  for (const { policyName } of attached?.policies ?? [])
    await ifThere(iot.send(new DetachPolicyCommand({ policyName, target: arn })))
  if (thing !== undefined)
    await ifThere(iot.send(new DetachThingPrincipalCommand({ thingName: thing, principal: arn })))
  await deleteOnceDetached(iot, clock, idOfCertificate(arn))
}

/** Deletes a thing that no certificate stands for any more, if there is one. */
export const deleteThing = (iot: IoTClient, clock: Clock, thingName: string): Promise<void> =>
  onceDetached(clock, ['InvalidRequestException'], () => iot.send(new DeleteThingCommand({ thingName })))

const deleteOnceDetached = (iot: IoTClient, clock: Clock, id: string): Promise<void> =>
  onceDetached(clock, ['DeleteConflictException', 'CertificateStateException'], () =>
    iot.send(new DeleteCertificateCommand({ certificateId: id })),
  )

/** AWS IoT takes some seconds to see that it was detached. */
const most = 15
const pauseMs = 1000

/** @param early the errors by which AWS IoT says that it has not seen that yet */
async function onceDetached(clock: Clock, early: readonly string[], remove: () => Promise<unknown>): Promise<void> {
  for (let nth = 1; ; nth++) {
    try {
      await ifThere(remove())
      return
    } catch (error) {
      if (!(error instanceof Error) || !early.includes(error.name) || nth === most) throw error
      await clock.pause(pauseMs)
    }
  }
}
