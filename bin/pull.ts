import { Option } from 'commander'
import type { Click } from '../iot/contract/cord-pull.ts'
import { putOnBus } from './bus.ts'
import { deploymentOf } from './deployment.ts'
import { Failure } from './failure.ts'
import type { CommandContext } from './command-context.ts'
import { nameTyped, textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'

/** `andon pull` */
export const pullVerb: Verb = (program, { user, newId, context }) => {
  program
    .command('pull')
    .description('pulls the cord of a line, to call for help. Nobody is blamed for a mistaken pull.')
    .argument('<line>', 'name of a line', nameTyped)
    .addOption(new Option('--long', 'stops the line at once').conflicts('double'))
    .option('--double', 'says that what was pulled before is resolved')
    .option('--reason <text>', 'what is wrong, for those who come', textTyped)
    .option('--by <name>', 'who pulls', textTyped, user)
    .action((line: string, { long, double, ...told }: { long?: true; double?: true; reason?: string; by: string }) =>
      pull(context(), { line, click: long ? 'LONG' : double ? 'DOUBLE' : 'SINGLE', ...told, id: newId() }),
    )
}

interface Pull {
  readonly line: string
  readonly click: Click
  readonly by: string
  readonly reason?: string
  /** The same for every attempt to send this one pull. */
  readonly id: string
}

const meanings: Readonly<Record<Click, string>> = {
  SINGLE: 'help is called',
  LONG: 'the line stops',
  DOUBLE: 'what was pulled before is resolved',
}

/** Pulls the cord of a line. Rejects with `Failure` when there is no such line. */
async function pull({ aws, stack, terminal }: CommandContext, pulled: Pull): Promise<void> {
  const { lines } = await deploymentOf(aws, stack)
  if (!Object.hasOwn(lines, pulled.line)) {
    const known = Object.keys(lines).join(', ')
    throw new Failure(`There is no line ${pulled.line} (lines: ${known}).`, 'Pull again with the right name.')
  }
  await putOnBus(aws, 'Cord Pulled', pulled)
  terminal.say(`${pulled.line}: pulled by ${pulled.by}, ${meanings[pulled.click]}`)
}
