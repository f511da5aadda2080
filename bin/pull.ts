import { Option } from 'commander'
import type { Click } from '../iot/contract/cord-pull.ts'
import { cordOfLine } from '../functions/domain/place.ts'
import { own } from '../functions/domain/own.ts'
import type { ViewPorts } from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import { putOnBus } from './bus.ts'
import { deploymentOf } from './deployment.ts'
import { Failure } from './failure.ts'
import type { CommandContext } from './command-context.ts'
import { nameTyped, textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'
import { viewsOf } from './views.ts'
import { waitFor, waitedSeconds } from './wait-for.ts'
import { toldInWords, whoWasTold } from './who-was-told.ts'

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
    .option('--json', 'prints JSON, for programs', false)
    .action((line: string, { long, double, ...told }: Typed) =>
      pull(context(), { line, click: long ? 'LONG' : double ? 'DOUBLE' : 'SINGLE', ...told, id: newId() }),
    )
}

interface Typed {
  readonly long?: true
  readonly double?: true
  readonly reason?: string
  readonly by: string
  readonly json: boolean
}

interface Pull {
  readonly line: string
  readonly click: Click
  readonly by: string
  readonly reason?: string
  /** The same for every attempt to send this one pull. */
  readonly id: string
}

/** Pulls the cord of a line, and says what came of it. Rejects with `Failure` when there is no such line. */
async function pull(context: CommandContext, { json, ...pulled }: Pull & { readonly json: boolean }): Promise<void> {
  const { lines } = await deploymentOf(context.aws, context.stack)
  if (!Object.hasOwn(lines, pulled.line)) {
    const known = Object.keys(lines).join(', ')
    throw new Failure(`There is no line ${pulled.line} (lines: ${known}).`, 'Pull again with the right name.')
  }
  await putOnBus(context.aws, 'Cord Pulled', pulled)
  await sayWhatCame(context, pulled, cordOfLine(own(lines, pulled.line)?.was[0] ?? pulled.line), json)
}

/** Says what came of a pull that was sent. Rejects with `Failure` when nothing did. @param key of the line's own cord */
export async function sayWhatCame(
  context: CommandContext,
  pulled: Pick<Pull, 'line' | 'click' | 'id'>,
  key: string,
  json: boolean,
): Promise<void> {
  const outcome = await waitFor(context, () => outcomeOf(viewsOf(context), key, pulled))
  if (outcome === undefined) {
    throw new Failure(
      `${pulled.line}: it was sent, but nothing was seen of it within ${waitedSeconds} seconds.`,
      'Look at the queue andon-on-signal-dead and at the alarm andon-on-signal.',
    )
  }
  const { called, ...came } = outcome
  const about = came.incident === undefined ? '' : ` (${came.incident})`
  if (!json) context.terminal.say(`${pulled.line}: ${printable(came.text, 400)}${about}`)
  const told = called && (await whoWasTold(context, called.incident, called.version))
  if (json) return context.terminal.say(JSON.stringify({ ...pulled, ...came, ...told }, undefined, 2))
  if (told) for (const line of toldInWords(told)) context.terminal.say(`${pulled.line}: ${line}`)
}

interface Outcome {
  /** In the timeline's words, where it changed anything. */
  readonly text: string
  readonly changed: boolean
  readonly incident?: string
  /** Where it called people: by which version of which incident. */
  readonly called?: { readonly incident: string; readonly version: number }
}

/** What came of a pull; `undefined` while it is under way. */
async function outcomeOf(
  { incidents }: ViewPorts,
  key: string,
  { id, click }: Pick<Pull, 'id' | 'click'>,
): Promise<Outcome | undefined> {
  const memory = (await incidents.lookUp({ keys: [key] })).memoryOf(key)
  if (memory?.signal !== id) return undefined
  const incident = memory.incident?.id
  const timeline = incident === undefined ? [] : await incidents.timelineOf(incident)
  const nth = timeline.findLastIndex(({ at }) => at === memory.at)
  const made = timeline[nth]
  const about = incident !== undefined && { incident }
  if (made !== undefined)
    return {
      text: made.text,
      changed: true,
      ...about,
      // Each version has its entry.
      ...(incident !== undefined && click !== 'DOUBLE' && { called: { incident, version: nth + 1 } }),
    }
  return { text: inVain[click], changed: false, ...(click !== 'DOUBLE' && about) }
}

/** What a pull says that changes nothing. */
const inVain: Readonly<Record<Click, string>> = {
  SINGLE: 'help is called already, and nobody has answered yet',
  LONG: 'the line is stopped already, and nobody has answered yet',
  DOUBLE: 'nothing that was pulled is open',
}
