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
import { dayTyped, hoursTyped, nameTyped, textTyped } from './names.ts'
import type { Office } from './office.ts'
import { pull } from './pull.ts'
import { status } from './status.ts'
import type { Terminal } from './terminal.ts'

export interface World {
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
export async function andon(args: readonly string[], world: World): Promise<ExitCode> {
  let code: ExitCode = 0
  const program = programFor(world, (outcome) => (code = outcome))
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    // Commander has said already what is wrong, or given the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    world.terminal.remark(`andon: ${explain(error)}`)
    return 1
  }
}

function programFor(world: World, end: (code: ExitCode) => void): Command {
  const { terminal } = world
  const program = new Command('andon')
    .description('Installs and looks after the lights of Andon, pulls its cords and answers its calls.')
    .option('--region <region>', 'where Andon is deployed (else AWS_REGION or the profile says)')
    .option('--stage <stage>', 'which one, when it was deployed with -c stage=…')
    .option('--laptop', `the one that \`npm start\` runs, at ${laptopEndpoint}`)
    .option('--endpoint <url>', 'another address to call AWS at (else AWS_ENDPOINT_URL says)')
    .configureOutput({
      writeOut: (text) => terminal.say(text.trimEnd()),
      writeErr: (text) => terminal.remark(text.trimEnd()),
    })
    .exitOverride()
    .showHelpAfterError('(andon --help says more)')
  const office = (): Office => {
    const { stage, ...where } = program.opts<Everywhere>()
    return { ...world, aws: world.connect(where), stack: stage === undefined ? 'Andon' : `Andon-${stage}` }
  }
  addLights(program, office, end)
  addViews(program, office)
  addAnswer(program, world, office)
  addPull(program, world, office)
  return program
}

function addLights(program: Command, office: () => Office, end: (code: ExitCode) => void) {
  const light = program.command('light').description('lights, and cords')
  const ofLight = (verb: string, description: string) =>
    light.command(verb).description(description).argument('<light>', 'name of a light or cord, as deployed', nameTyped)

  ofLight('add', 'prints a line that makes one Raspberry Pi this light, once')
    .option('--hours <hours>', 'for how long the line is good', hoursTyped, 24)
    .option('--cloud-init', 'prints user data for the first start of a card instead', false)
    .addOption(new Option('--lamp <kind>', 'what the Pi lights up (else its own config says)').choices(lampKinds))
    .action((name: string, options: { hours: number; cloudInit: boolean; lamp?: LampKind }) =>
      addLight(office(), name, options),
    )
  light
    .command('list')
    .description('every light and cord, and how it is')
    .action(() => listLights(office()))
  ofLight('check', 'says whether a light can be believed, and else what to do').action(async (name: string) => {
    if ((await checkLight(office(), name)) === 'not-well') end(1)
  })
  ofLight('remove', 'takes back all that a light may do, at once')
    .option('--yes', 'does not ask', false)
    .action((name: string, options: { yes: boolean }) => removeLight(office(), name, options))
  ofLight('update', 'prints a line that brings its Raspberry Pi up to date').action((name: string) =>
    updateLight(office(), name),
  )
}

function addViews(program: Command, office: () => Office) {
  program
    .command('status')
    .description('how each line is, and what is most urgent on it')
    .option('--json', 'for programs', false)
    .action((options: { json: boolean }) => status(office(), options))
  program
    .command('incidents')
    .description('what is open, most urgent first; or one incident with its timeline')
    .argument('[what]', 'an incident, or a line', textTyped)
    .option('--resolved <day>', 'what was resolved on that day instead (UTC, e.g. 2026-11-21)', dayTyped)
    .option('--json', 'for programs', false)
    .action((what: string | undefined, options: { resolved?: string; json: boolean }) =>
      incidents(office(), { ...(what !== undefined && { what }), ...options }),
    )
}

function addAnswer(program: Command, { user, newId }: World, office: () => Office) {
  program
    .command('answer')
    .alias('ack')
    .description('says that somebody is at it; without a name, lists what nobody is at')
    .argument('[what]', 'an incident, or a line for all of its unanswered ones', textTyped)
    .option('--by <name>', 'who is', textTyped, user)
    .action((what: string | undefined, { by }: { by: string }) =>
      what === undefined ? listUnanswered(office()) : answer(office(), what, { by, id: newId() }),
    )
}

function addPull(program: Command, { user, newId }: World, office: () => Office) {
  program
    .command('pull')
    .description('pulls the cord of a line: help is called for. A mistaken pull is never held against you.')
    .argument('<line>', 'name of a line', nameTyped)
    .addOption(new Option('--long', 'stops the line at once').conflicts('double'))
    .option('--double', 'says that what was pulled before is resolved')
    .option('--reason <text>', 'what is wrong, for those who come', textTyped)
    .option('--by <name>', 'who pulls', textTyped, user)
    .action((line: string, { long, double, ...told }: { long?: true; double?: true; reason?: string; by: string }) =>
      pull(office(), { line, click: long ? 'LONG' : double ? 'DOUBLE' : 'SINGLE', ...told, id: newId() }),
    )
}
