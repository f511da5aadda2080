import { DeleteConnectionCommand, PublishCommand } from '@aws-sdk/client-iot-data-plane'
import { reportTopic } from '../../iot/contract/topics.ts'
import { deactivate, deleteThing, deleteCertificate } from '../certificates.ts'
import { revokeClaims } from '../claims.ts'
import { Failure } from '../failure.ts'
import { ifThere } from '../if-there.ts'
import type { CommandContext } from '../command-context.ts'
import { devicesIn, removableCertificates } from './removable.ts'

/**
 * Revokes a light's access: its certificates, its connection, and the claims for it; also of a light that the config no
 * longer has. Run again after a failure, it goes on where it was. Rejects with `Failure`, also when the person says no.
 */
export async function removeLight(
  context: CommandContext,
  light: string,
  { yes }: { readonly yes: boolean },
): Promise<void> {
  const { aws, clock, terminal } = context
  const certificates = await removableCertificates(context, light)
  if (!yes) await confirm(context, light)

  // In this order it cannot come back: first no new connection is allowed, then the open one is cut.
  const revoked = await revokeClaims(context, light)
  for (const { arn } of certificates) await deactivate(aws.iot, arn)
  const cut = await ifThere(
    aws.iotData.send(new DeleteConnectionCommand({ clientId: light, cleanSession: true, preventWillMessage: true })),
  )
  for (const { arn } of certificates) await deleteCertificate(aws.iot, clock, arn, light)
  await forgetReport(context, light)
  await deleteThing(aws.iot, clock, light)
  // Last: it is what tells that a light which the config no longer has was ours.
  for (const device of await devicesIn(context).of(light)) await devicesIn(context).forget(device)

  if (revoked > 0) terminal.say(`${light}: its install line no longer works`)
  terminal.say(`${light}: ${counted(certificates.length)} deleted`)
  terminal.say(`${light}: ${cut === undefined ? 'it was not connected' : 'its connection is cut'}`)
  terminal.say(`${light}: its last report is deleted, so its silence calls nobody`)
  terminal.remark(
    `To install it again: \`npx andon light add ${light}\`. To drop its name too, take it out of andon.config.ts and deploy.`,
  )
}

const counted = (certificates: number) => (certificates === 1 ? '1 certificate' : `${certificates} certificates`)

async function confirm({ terminal }: CommandContext, light: string): Promise<void> {
  if (terminal.ask === undefined)
    throw new Failure(`There is no terminal here to ask whether to remove ${light}.`, 'Run it again with --yes.')
  const answer = await terminal.ask(`Remove ${light}? Its lamp will show "unknown" until it is installed again. [y/N] `)
  if (!/^y(es)?$/i.test(answer.trim())) throw new Failure(`${light} stays as it is.`, 'Nothing was changed.')
}

/** An empty retained message is how MQTT forgets one. */
async function forgetReport({ aws }: CommandContext, light: string): Promise<void> {
  await aws.iotData.send(
    new PublishCommand({ topic: reportTopic(light), retain: true, qos: 1, payload: new Uint8Array() }),
  )
}
