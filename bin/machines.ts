import { GetParameterCommand, ParameterNotFound, PutParameterCommand } from '@aws-sdk/client-ssm'
import { own } from '../functions/domain/own.ts'
import { machinesParameter, machinesRun } from '../functions/machines-parameter.ts'
import { printable } from '../iot/agent/printable.ts'
import type { CommandContext } from './command-context.ts'
import { deploymentOf } from './deployment.ts'
import { Failure } from './failure.ts'

/**
 * `andon stop --machines` and `andon start --machines`: sets a parameter and nothing else, so that it works when nothing
 * else of Andon does. CloudTrail knows who did it, whatever they say. Rejects with `Failure` for a line that does not exist.
 * @param Value `machinesRun`, or who stops them and why
 */
export async function setMachines(
  context: CommandContext,
  line: string | undefined,
  Value: string,
  json: boolean,
): Promise<void> {
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
  const facts = { machines: Value === machinesRun ? 'run' : 'stopped', line, parameter: Name }
  terminal.say(json ? JSON.stringify(facts, undefined, 2) : `${whose} ${standing}, within half a minute (${Name}).`)
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
