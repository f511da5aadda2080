import { agentArchive } from '../agent-archive.ts'
import { deploymentOf, deviceOf } from '../deployment.ts'
import { updateLine } from '../install-line.ts'
import { runOverSsh } from '../over-ssh.ts'
import { utc } from '../moments.ts'
import type { CommandContext } from '../command-context.ts'

/** For how long the line is good. */
const hours = 24

/**
 * Brings a light's Pi to the agent that is deployed: prints the line for it, or runs it there. Rejects with `Failure`.
 * @param ssh where the Pi can be logged into
 */
export async function updateLight(
  { aws, stack, terminal, clock }: CommandContext,
  light: string,
  ssh: string | undefined,
): Promise<void> {
  const deployment = await deploymentOf(aws, stack)
  deviceOf(deployment, light)
  const now = new Date(clock.now())
  const until = new Date(now.getTime() + hours * 3_600_000)
  const archive = await agentArchive(aws, deployment, now, until)
  if (ssh !== undefined) return await runOverSsh(ssh, updateLine(archive))
  terminal.remark(
    `Paste this into a shell on the Pi of ${light}, until ${utc(archive.endsEarly ?? until)}, or run it there with --ssh. It holds no secret:`,
  )
  terminal.say(updateLine(archive))
}
