import { DeleteConnectionCommand, PublishCommand } from '@aws-sdk/client-iot-data-plane'
import { reportTopic } from '../../iot/contract/topics.ts'
import { certificatesOf, deactivate, deleteThing, takeAway } from '../certificates.ts'
import { takeBackClaims } from '../claims.ts'
import { deploymentOf, deviceOf } from '../deployment.ts'
import { Failure } from '../failure.ts'
import { ifThere } from '../if-there.ts'
import type { Office } from '../office.ts'

/**
 * Ends what a light may do: its certificates, its connection, and leave to become it. Run again after a failure it goes
 * on where it was. Rejects with `Failure`, also when the person says no.
 */
export async function removeLight(office: Office, light: string, { yes }: { readonly yes: boolean }): Promise<void> {
  const { aws, clock, stack, terminal } = office
  deviceOf(await deploymentOf(aws, stack), light)
  if (!yes) await confirm(office, light)

  const certificates = await certificatesOf(aws.iot, light)
  // In this order it cannot come back: first nothing new is let in, then what is in is thrown out.
  const voided = await takeBackClaims(office, light)
  for (const { arn } of certificates) await deactivate(aws.iot, arn)
  const cut = await ifThere(
    aws.iotData.send(new DeleteConnectionCommand({ clientId: light, cleanSession: true, preventWillMessage: true })),
  )
  for (const { arn } of certificates) await takeAway(aws.iot, clock, arn, light)
  await forgetReport(office, light)
  await deleteThing(aws.iot, clock, light)

  if (voided > 0) terminal.say(`${light}: its install line is void`)
  terminal.say(`${light}: ${counted(certificates.length)} deleted`)
  terminal.say(`${light}: ${cut === undefined ? 'it was not connected' : 'its connection is cut'}`)
  terminal.say(`${light}: what it last said of itself is forgotten, so nobody waits for it`)
  terminal.remark(
    'To install it again: `andon light add`. To be rid of its name, take it out of andon.config.ts and deploy.',
  )
}

const counted = (certificates: number) => (certificates === 1 ? '1 certificate' : `${certificates} certificates`)

async function confirm({ terminal }: Office, light: string): Promise<void> {
  if (terminal.ask === undefined)
    throw new Failure(`Nobody can be asked here whether to remove ${light}.`, 'Say it with --yes.')
  const answer = await terminal.ask(`Remove ${light}? Its lamp will show "unknown" until it is installed anew. [y/N] `)
  if (!/^y(es)?$/i.test(answer.trim())) throw new Failure(`${light} stays as it is.`, 'Nothing was changed.')
}

/** An empty retained message is how MQTT forgets one. */
async function forgetReport({ aws }: Office, light: string): Promise<void> {
  await aws.iotData.send(
    new PublishCommand({ topic: reportTopic(light), retain: true, qos: 1, payload: new Uint8Array() }),
  )
}
