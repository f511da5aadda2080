import { deploymentOf, deviceOf } from '../deployment.ts'
import type { CommandContext } from '../command-context.ts'
import { factsOf } from './facts.ts'
import type { Terminal } from '../terminal.ts'
import { type LightFinding, findings } from './findings.ts'
import { roundTrip } from './round-trip.ts'

/** Prints whether a light can be believed, down to a message that it must confirm itself. */
export async function checkLight(
  { aws, stack, terminal, clock }: CommandContext,
  light: string,
): Promise<'well' | 'not-well'> {
  const device = deviceOf(await deploymentOf(aws, stack), light)
  const { command } = await factsOf(aws, device)
  const trip = await roundTrip(aws.iotData, light, command === undefined ? '' : JSON.stringify(command))
  // Read again: the message may just have put it right.
  const found = findings(await factsOf(aws, device), trip, new Date(clock.now()))
  for (const finding of found) for (const line of linesOf(finding, terminal)) terminal.say(line)
  return found.some(({ kind }) => kind === 'failed') ? 'not-well' : 'well'
}

function linesOf(finding: LightFinding, { good, bad }: Terminal): string[] {
  switch (finding.kind) {
    case 'ok':
      return [`${good('ok    ')} ${finding.what}`]
    case 'note':
      return [`note   ${finding.what}`, `       ${finding.remedy}`]
    case 'failed':
      return [`${bad('FAILED')} ${finding.what}`, `       ${finding.remedy}`]
  }
}
