import { Command, CommanderError } from 'commander'
import type { Where } from './aws.ts'
import type { CommandContext } from './command-context.ts'
import { faultInWords } from './fault-in-words.ts'
import type { ExitCode, Host, Verb } from './verb.ts'

interface Everywhere extends Where {
  readonly stage?: string
}

/** Runs one command, of these verbs. @param args without the program's own name */
export async function runVerbs(args: readonly string[], host: Host, verbs: readonly Verb[]): Promise<ExitCode> {
  let code: ExitCode = 0
  const program = programFor(host, verbs, (outcome) => (code = outcome))
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    // Commander has said already what is wrong, or given the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    host.terminal.remark(`andon: ${faultInWords(error)}`)
    return 1
  }
}

function programFor(host: Host, verbs: readonly Verb[], end: (code: ExitCode) => void): Command {
  const { terminal } = host
  const program = new Command('andon')
    .description(
      'Checks what a deployment would change, explains what an event would do, says what is left to do after a ' +
        'deployment, shows what is open, answers calls, pulls cords, resolves, approves, refuses, runs, undoes, stops ' +
        'and starts lines and machines, shows and restores trust, and installs and checks lights.',
    )
    .option('--region <region>', 'where Andon is deployed (default: AWS_REGION, or the profile)')
    .option('--stage <stage>', 'its stack is named Andon-<stage>, as earlier versions did (-c stack=…)')
    .option('--laptop', 'uses the one that `npm start` runs on this machine (AWS_PORT, or 4566)')
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
  for (const add of verbs) add(program, { ...host, context, end })
  return program
}
