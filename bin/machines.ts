import { GetParameterCommand, ParameterNotFound, PutParameterCommand } from '@aws-sdk/client-ssm'
import { own } from '../functions/domain/own.ts'
import { machinesParameter, machinesRun } from '../functions/machines-parameter.ts'
import { printable } from '../iot/agent/printable.ts'
import type { CommandContext } from './command-context.ts'
import { deploymentOf } from './deployment.ts'
import { Failure } from './failure.ts'
import { nameTyped, textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'

/**
 * `andon stop --machines` and `andon start --machines`. It sets a parameter and nothing else: it must work when nothing
 * else of Andon does. CloudTrail knows who did it, whatever they say.
 */
export const machinesVerbs: readonly Verb[] = [
  (program, { user, context }) => {
    program
      .command('stop')
      .description('stops the machines: no playbook acts any more, on any line or on one. Lines go on.')
      .requiredOption('--machines', 'the machines (a line is stopped by `pull <line> --long`)')
      .option('--line <line>', 'only those of this line', nameTyped)
      .option('--reason <text>', 'why, for those who are called instead', textTyped)
      .option('--by <name>', 'who stops them', textTyped, user)
      .action(({ line, reason, by }: { line?: string; reason?: string; by: string }) =>
        set(context(), line, `by ${by}${reason === undefined ? '' : `: ${reason}`}`),
      )
  },
  (program, { context }) => {
    program
      .command('start')
      .description('lets the machines act again, on all lines or on one.')
      .requiredOption('--machines', 'the machines (a line goes on by `pull <line> --double`)')
      .option('--line <line>', 'only those of this line', nameTyped)
      .action(({ line }: { line?: string }) => set(context(), line, machinesRun))
  },
]

/** Rejects with `Failure` for a line that does not exist. */
async function set(context: CommandContext, line: string | undefined, Value: string): Promise<void> {
  const { aws, stack, terminal } = context
  if (line !== undefined) {
    const { lines } = await deploymentOf(aws, stack)
    if (own(lines, line) === undefined) {
      throw new Failure(
        `There is no line ${line} (lines: ${Object.keys(lines).join(', ')}).`,
        'Run it again with the right name.',
      )
    }
  }
  const Name = machinesParameter(line)
  await aws.parameters.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }))
  const whose = line === undefined ? 'All machines' : `The machines of ${line}`
  const standing = Value === machinesRun ? 'may act again' : 'are stopped'
  terminal.say(`${whose} ${standing}, within half a minute (${Name}).`)
  const other = line === undefined ? undefined : await valueOf(context, machinesParameter())
  if (Value === machinesRun && other !== undefined && other !== machinesRun) {
    terminal.remark(`All machines are stopped still: ${printable(other, 200)} (npx andon start --machines).`)
  }
}

async function valueOf({ aws }: CommandContext, Name: string): Promise<string | undefined> {
  try {
    return (await aws.parameters.send(new GetParameterCommand({ Name }))).Parameter?.Value
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined
    throw error
  }
}
