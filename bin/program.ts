import { Command, CommanderError, Option } from 'commander'
import { lampKinds, type LampKind } from '../iot/contract/enrolment.ts'
import type { Clock } from '../functions/ports.ts'
import { answer, listUnanswered } from './answer.ts'
import { type Aws, laptopEndpoint, type Where } from './aws.ts'
import { explain } from './explain.ts'
import { incidents } from './incidents.ts'
import { addLight } from './light/add.ts'
import { checkLight } from './light/check.ts'
import { listLights } from './light/list.ts'
import { removeLight } from './light/remove.ts'
import { updateLight } from './light/update.ts'
import { dayTyped, hoursTyped, nameTyped, textTyped } from './typed-arguments.ts'
import type { CommandContext } from './command-context.ts'
import { pull } from './pull.ts'
import { status } from './status.ts'
import type { Terminal } from './terminal.ts'

export interface Host {
  readonly connect: (where: Where) => Aws
  readonly terminal: Terminal
  readonly clock: Clock
  /** Who sits here, by the operating system's account. */
  readonly user: string
  /** A new name that nothing else has. */
  readonly newId: () => string
}

/** 0: done; 1: refused or failed; 2: the command cannot be understood. */
export type ExitCode = 0 | 1 | 2

interface Everywhere extends Where {
  readonly stage?: string
}

/** Runs one command. @param args without the program's own name */
export async function andon(args: readonly string[], host: Host): Promise<ExitCode> {
  let code: ExitCode = 0
  const program = programFor(host, (outcome) => (code = outcome))
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    // Commander has said already what is wrong, or given the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    host.terminal.remark(`andon: ${explain(error)}`)
    return 1
  }
}

function programFor(host: Host, end: (code: ExitCode) => void): Command {
  const { terminal } = host
  const program = new Command('andon')
    .description('Shows what is open, answers calls, pulls cords, and installs and checks lights.')
    .option('--region <region>', 'where Andon is deployed (default: AWS_REGION, or the profile)')
    .option('--stage <stage>', 'the stage that it was deployed with (-c stage=…)')
    .option('--laptop', `uses the one that \`npm start\` runs, at ${laptopEndpoint}`)
    .option('--endpoint <url>', 'another address for AWS (default: AWS_ENDPOINT_URL)')
    .configureOutput({
      writeOut: (text) => terminal.say(text.trimEnd()),
      writeErr: (text) => terminal.remark(text.trimEnd()),
    })
    .exitOverride()
    .showHelpAfterError('(andon --help says more)')
  const context = (): CommandContext => {
    const { stage, ...where } = program.opts<Everywhere>()
    return { ...host, aws: host.connect(where), stack: stage === undefined ? 'Andon' : `Andon-${stage}` }
  }
  addLights(program, context, end)
  addViews(program, context)
  addAnswer(program, host, context)
  addPull(program, host, context)
  return program
}

function addLights(program: Command, context: () => CommandContext, end: (code: ExitCode) => void) {
  const light = program.command('light').description('installs, checks and removes lights and cords')
  const ofLight = (verb: string, description: string) =>
    light.command(verb).description(description).argument('<light>', 'name of a light or cord, as deployed', nameTyped)

  ofLight('add', 'prints a line that makes one Raspberry Pi this light, once')
    .option('--hours <hours>', 'for how many hours the line works', hoursTyped, 24)
    .option('--cloud-init', 'prints cloud-init user data instead, for the first start of an SD card', false)
    .addOption(new Option('--lamp <kind>', "the kind of lamp (default: the Pi's own settings)").choices(lampKinds))
    .action((name: string, options: { hours: number; cloudInit: boolean; lamp?: LampKind }) =>
      addLight(context(), name, options),
    )
  light
    .command('list')
    .description('lists every light and cord, and its state')
    .action(() => listLights(context()))
  ofLight('check', 'checks a light, to the lamp and back, and says what to do').action(async (name: string) => {
    if ((await checkLight(context(), name)) === 'not-well') end(1)
  })
  ofLight('remove', "revokes the light's access at once")
    .option('--yes', 'does not ask', false)
    .action((name: string, options: { yes: boolean }) => removeLight(context(), name, options))
  ofLight('update', 'prints a line that updates its Raspberry Pi').action((name: string) =>
    updateLight(context(), name),
  )
}

function addViews(program: Command, context: () => CommandContext) {
  program
    .command('status')
    .description('shows the state of each line, and what is most urgent on it')
    .option('--json', 'prints JSON, for programs', false)
    .action((options: { json: boolean }) => status(context(), options))
  program
    .command('incidents')
    .description('lists what is open, the most urgent first; or shows one incident with its timeline')
    .argument('[what]', 'an incident, or a line', textTyped)
    .option('--resolved <day>', 'lists what was resolved on that day (UTC, e.g. 2026-11-21)', dayTyped)
    .option('--json', 'prints JSON, for programs', false)
    .action((what: string | undefined, options: { resolved?: string; json: boolean }) =>
      incidents(context(), { ...(what !== undefined && { what }), ...options }),
    )
}

function addAnswer(program: Command, { user, newId }: Host, context: () => CommandContext) {
  program
    .command('answer')
    .alias('ack')
    .description('says that you are on it; without an argument, lists what nobody has answered')
    .argument('[what]', 'an incident, or a line for all of its unanswered ones', textTyped)
    .option('--by <name>', 'who answers', textTyped, user)
    .action((what: string | undefined, { by }: { by: string }) =>
      what === undefined ? listUnanswered(context()) : answer(context(), what, { by, id: newId() }),
    )
}

function addPull(program: Command, { user, newId }: Host, context: () => CommandContext) {
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
