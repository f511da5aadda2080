import { deploymentOf, devicesOf } from '../deployment.ts'
import type { CommandContext } from '../command-context.ts'
import { lightInWords } from './light-in-words.ts'
import { factsOf } from './facts.ts'
import { day } from '../moments.ts'
import { devicesIn, isInConfig } from './removable.ts'

/** Prints every light and cord, as AWS IoT knows it. */
export async function listLights(context: CommandContext): Promise<void> {
  const { aws, stack, terminal } = context
  const deployment = await deploymentOf(aws, stack)
  const devices = devicesOf(deployment)
  if (devices.length === 0) terminal.remark('andon.config.ts names no lights and no cords.')
  // One after the other: AWS IoT answers about ten of these questions a second.
  for (const device of devices) for (const line of lightInWords(await factsOf(aws, device))) terminal.say(line)

  const departed = (await devicesIn(context).all()).filter(({ light }) => !isInConfig(deployment, light))
  for (const [light, ofLight] of Map.groupBy(departed, (device) => device.light)) {
    const endedAt = ofLight
      .flatMap((device) => device.endedAt ?? [])
      .toSorted()
      .at(-1)
    terminal.say(`${light}: no longer in the config`)
    terminal.say(`  access       ${endedAt === undefined ? 'ends within the hour' : `ended ${day(new Date(endedAt))}`}`)
    terminal.remark(`\`npx andon light remove ${light}\` ends it now, and deletes its thing and its certificates.`)
  }
}
