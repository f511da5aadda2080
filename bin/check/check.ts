import { BadConfig } from '../../functions/config/parse-andon.ts'
import { printable } from '../../iot/agent/printable.ts'
import { configFile, readConfig } from '../../lib/read-config.ts'
import type { CommandContext } from '../command-context.ts'
import { type Deployment, deploymentOf, NotDeployed } from '../deployment.ts'
import { faultInWords } from '../fault-in-words.ts'
import { textTyped } from '../typed-arguments.ts'
import type { ExitCode, Verb } from '../verb.ts'
import { type Finding, findings } from './findings.ts'
import { goingAway } from './going-away.ts'
import { allThatStands, standingOf } from './standing.ts'

/** `andon check` */
export const checkVerb: Verb = (program, { context, end }) => {
  program
    .command('check')
    .description('says what the next deployment would do to what is deployed, by what andon.config.ts says now')
    .option('--config <file>', 'another config (default: ANDON_CONFIG, or andon.config.ts)', textTyped)
    .option('--destroy', 'says what `npx cdk destroy` would end instead', false)
    .option('--json', 'prints JSON, for programs', false)
    .action(async ({ config, destroy, json }: { config?: string; destroy: boolean; json: boolean }) => {
      const here = context()
      const look = destroy ? () => destroyed(here) : () => redeployed(here, configFile(config))
      end(await check(here, look, json))
    })
}

/** 0: nothing is lost; 1: something is, or the config is refused; 2: it cannot be told. */
async function check(context: CommandContext, look: () => Promise<Found>, json: boolean): Promise<ExitCode> {
  const { terminal } = context
  try {
    const found = await look()
    if (json) terminal.say(JSON.stringify({ stack: context.stack, ...found }, undefined, 2))
    else inWords(context.stack, found).forEach(terminal.say)
    return found.findings.some(({ lost }) => lost) ? 1 : 0
  } catch (error) {
    if (!(error instanceof BadConfig)) {
      terminal.remark(`andon: ${faultInWords(error)}`)
      return 2
    }
    if (json) terminal.say(JSON.stringify({ stack: context.stack, problems: error.problems }, undefined, 2))
    else terminal.remark(`andon: ${error.message}`)
    return 1
  }
}

interface Found {
  readonly deployed: boolean
  readonly findings: readonly Finding[]
}

/** By the next deployment. Rejects with `BadConfig`, and with whatever keeps it from looking. */
async function redeployed(context: CommandContext, file: string): Promise<Found> {
  const { config } = await readConfig(file)
  return whereDeployed(context, async (deployment) => findings(await standingOf(context, deployment, config), config))
}

const destroyed = (context: CommandContext): Promise<Found> =>
  whereDeployed(context, async (deployment) => goingAway(await allThatStands(context, deployment)))

async function whereDeployed(
  { aws, stack }: CommandContext,
  look: (deployment: Deployment) => Promise<readonly Finding[]>,
): Promise<Found> {
  try {
    return { deployed: true, findings: await look(await deploymentOf(aws, stack)) }
  } catch (error) {
    if (error instanceof NotDeployed) return { deployed: false, findings: [] }
    throw error
  }
}

function inWords(stack: string, { deployed, findings: found }: Found): string[] {
  if (!deployed) return [`There is no stack ${stack} in this account and region yet: nothing can be lost.`]
  if (found.length === 0) return [`${stack}: nothing goes that anything hangs on.`]
  return found.flatMap(({ kind, lost, says, remedy }) => [
    `${lost ? (kind === 'rule' ? 'BARS' : 'LOST') : 'ok  '}  ${printable(says, 300)}`,
    ...(remedy === undefined ? [] : [`      ${printable(remedy, 300)}`]),
  ])
}
