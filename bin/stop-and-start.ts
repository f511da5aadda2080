import type { Command } from 'commander'
import { own } from '../functions/domain/own.ts'
import { cordOfLine } from '../functions/domain/place.ts'
import { machinesRun } from '../functions/machines-parameter.ts'
import { askApiOfLine } from './api-act.ts'
import type { CommandContext } from './command-context.ts'
import { type Deployment, deploymentOf } from './deployment.ts'
import { Failure } from './failure.ts'
import { setMachines } from './machines.ts'
import { sayWhatCame } from './pull.ts'
import { startLine } from './start-line.ts'
import { nameTyped, textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'

interface Typed {
  readonly machines?: true
  /** Whose machines. */
  readonly line?: string
  readonly reason?: string
  readonly by?: string
  readonly json: boolean
}

/** `andon stop` and `andon start`: a line, or the machines. */
export const stopVerbs: readonly Verb[] = [
  (program, { user, newId, context }) => {
    const command = program
      .command('stop')
      .description('stops a line; or the machines, so that no playbook acts any more. AWS tells who stops a line.')
      .argument('[line]', 'name of a line', nameTyped)
      .option('--machines', 'the machines: of all lines, or of one. Lines go on.')
      .option('--line <line>', 'with --machines: only those of this line', nameTyped)
      .option('--reason <text>', 'why, for those who are called', textTyped)
      .option('--by <name>', 'with --machines: who stops them', textTyped)
      .option('--json', 'prints JSON, for programs', false)
    command.action(async (line: string | undefined, typed: Typed) => {
      const { reason, by = user, json } = typed
      const what = whatIsMeant(command, line, typed)
      if (what.kind === 'machines') {
        return setMachines(context(), what.line, `by ${by}${reason === undefined ? '' : `: ${reason}`}`, json)
      }
      return stopLine(context(), what.line, { id: newId(), ...(reason !== undefined && { reason }) }, json)
    })
  },
  (program, { newId, context }) => {
    const command = program
      .command('start')
      .description('starts a line that is stopped; or lets the machines act again. AWS tells who starts a line.')
      .argument('[line]', 'name of a line', nameTyped)
      .option('--machines', 'the machines: of all lines, or of one')
      .option('--line <line>', 'with --machines: only those of this line', nameTyped)
      .option('--reason <text>', 'why it may go on, for the timeline', textTyped)
      .option('--json', 'prints JSON, for programs', false)
    command.action(async (line: string | undefined, typed: Typed) => {
      const { reason, json } = typed
      const what = whatIsMeant(command, line, typed)
      if (what.kind === 'machines') return setMachines(context(), what.line, machinesRun, json)
      const act = { id: newId(), ...(reason !== undefined && { reason }) }
      const there = context()
      return startLine(there, await thereIs(there, what.line), what.line, act, json)
    })
  },
]

type Meant =
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'machines'; readonly line: string | undefined }

/** Nothing is stopped or started by mistake. Throws commander's error for what could mean both, or neither. */
function whatIsMeant(command: Command, line: string | undefined, typed: Typed): Meant {
  const verb = command.name()
  if (typed.machines && line === undefined) return { kind: 'machines', line: typed.line }
  if (typed.machines)
    return command.error(`error: to ${verb} the machines of one line: andon ${verb} --machines --line ${line}`)
  if (typed.line !== undefined || typed.by !== undefined)
    return command.error('error: --line and --by are for --machines; AWS tells who acts on a line')
  if (line === undefined) return command.error(`error: ${verb} what? A line by its name, or --machines`)
  return { kind: 'line', line }
}

/** Rejects with `Failure` when there is no such line. */
async function thereIs({ aws, stack }: CommandContext, line: string): Promise<Deployment> {
  const deployment = await deploymentOf(aws, stack)
  if (own(deployment.lines, line) !== undefined) return deployment
  const known = Object.keys(deployment.lines).join(', ')
  throw new Failure(`There is no line ${line} (lines: ${known}).`, 'Run it again with the right name.')
}

interface LineAct {
  readonly reason?: string
  /** The same for every attempt to send this one act. */
  readonly id: string
}

/** As a long pull of the line's own cord, in the name of whoever the credentials are of. */
async function stopLine(context: CommandContext, line: string, act: LineAct, json: boolean): Promise<void> {
  const { lines } = await thereIs(context, line)
  await askApiOfLine(context, 'stop', line, act)
  await sayWhatCame(context, { line, click: 'LONG', id: act.id }, cordOfLine(own(lines, line)?.was[0] ?? line), json)
}
