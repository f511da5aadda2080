import { agentArchive } from '../agent-archive.ts'
import { deploymentOf, deviceOf } from '../deployment.ts'
import { updateLine } from '../install-line.ts'
import { utc } from '../moments.ts'
import type { CommandContext } from '../command-context.ts'

/** For how long the line is good. */
const hours = 24

/** Prints the line that brings a light's Pi to the agent that is deployed. Rejects with `Failure`. */
export async function updateLight({ aws, stack, terminal, clock }: CommandContext, light: string): Promise<void> {
  const deployment = await deploymentOf(aws, stack)
  deviceOf(deployment, light)
  const now = new Date(clock.now())
  const until = new Date(now.getTime() + hours * 3_600_000)
  const archive = await agentArchive(aws, deployment, now, until)
  terminal.remark(`Type this on the Pi of ${light}, until ${utc(archive.endsEarly ?? until)}. It holds no secret:`)
  terminal.say(updateLine(archive))
}
