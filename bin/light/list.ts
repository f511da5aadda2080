import { deploymentOf, devicesOf } from '../deployment.ts'
import type { CommandContext } from '../command-context.ts'
import { lightInWords } from './light-in-words.ts'
import { factsOf } from './facts.ts'

/** Prints every light and cord, as AWS IoT knows it. */
export async function listLights({ aws, stack, terminal }: CommandContext): Promise<void> {
  const devices = devicesOf(await deploymentOf(aws, stack))
  if (devices.length === 0) terminal.remark('andon.config.ts names no lights and no cords.')
  // One after the other: AWS IoT answers about ten of these questions a second.
  for (const device of devices) for (const line of lightInWords(await factsOf(aws, device))) terminal.say(line)
}
