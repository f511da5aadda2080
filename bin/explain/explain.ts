import { InvalidArgumentError } from 'commander'
import { partitionOf } from '../../functions/sources/cloudwatch-alarm/partition.ts'
import { knownOf } from '../../functions/explaining.ts'
import { fieldIn } from '../../functions/domain/field-in.ts'
import { type Instant, instant } from '../../functions/domain/instant.ts'
import { explain } from '../../functions/usecases/explain/explain.ts'
import { type Explanation, isNot } from '../../functions/usecases/explain/explanation.ts'
import { inWords } from '../../functions/usecases/explain/in-words.ts'
import { printable } from '../../iot/agent/printable.ts'
import { configFile } from '../../lib/read-config.ts'
import { type ExplainedConfig, readExplained } from '../../lib/read-explained.ts'
import { Failure } from '../failure.ts'
import { faultInWords } from '../fault-in-words.ts'
import { textTyped } from '../typed-arguments.ts'
import type { Around, ExitCode, Verb } from '../verb.ts'
import { type Place, placeOf } from './place-of.ts'
import { readEvent } from './read-event.ts'

interface Typed {
  readonly json: boolean
  readonly live: boolean
  readonly laptop?: boolean
  readonly at?: Instant
  readonly home?: Place
  readonly config?: string
  readonly replay?: string
  /** Minutes. */
  readonly answeredAfter?: number
}

/** `andon explain` */
export const explainVerb: Verb = (program, around) => {
  program
    .command('explain')
    .description('says what would follow from an event, and why not where not; nothing is done')
    .argument('[event]', 'a file that holds one event as EventBridge delivers it, or - for standard input')
    .option('--live', 'by what is open now, and by a look at what would be acted on (with --laptop always)', false)
    .option(
      '--at <instant>',
      'when it comes, such as 2026-11-21T09:00Z (default: when it says; --live: now)',
      timeTyped,
    )
    .option(
      '--home <account/region>',
      'where Andon is (default: where the event is of; --live: where it is)',
      placeTyped,
    )
    .option('--config <file>', 'another config (default: ANDON_CONFIG, or andon.config.ts)', textTyped)
    .option('--replay <folder>', 'says what the config would have done with all events of a folder, in their order')
    .option(
      '--answered-after <minutes>',
      'with --replay: every call is answered so soon (default: never)',
      minutesTyped,
    )
    .option('--json', 'prints JSON, for programs', false)
    .action(async (file: string | undefined, _: unknown, command: { optsWithGlobals: () => Typed }) => {
      around.end(await explained(around, file, command.optsWithGlobals()))
    })
}

/** 2: it cannot be understood. */
async function explained(around: Around, file: string | undefined, asked: Typed): Promise<ExitCode> {
  const { terminal } = around
  try {
    if (asked.replay !== undefined) return await replayed(around, asked.replay, asked)
    if (file === undefined)
      throw new Failure('There is no event.', 'Name a file that holds one, or - for standard input.')
    const event = await readEvent(file, process.stdin)
    const config = await readExplained(configFile(asked.config))
    const said = await (asked.live || asked.laptop ? now(around, config, event) : offline(around, config, event, asked))
    if (asked.json) terminal.say(JSON.stringify(said, undefined, 2))
    else inWords(said, printable).forEach(terminal.say)
    if (isUnderstood(said)) return 0
    terminal.remark('andon: it cannot be understood. Give it one event as EventBridge delivers it (docs/contracts.md).')
    return 2
  } catch (error) {
    for (const line of `andon: ${faultInWords(error)}`.split('\n')) terminal.remark(printable(line, 1000))
    return error instanceof Failure ? 2 : 1
  }
}

async function replayed({ terminal }: Around, folder: string, asked: Typed): Promise<ExitCode> {
  const { replayFolder } = await import('./replay-folder.ts')
  await replayFolder(terminal, await readExplained(configFile(asked.config)), folder, asked)
  return 0
}

/** What no rule brings may be an event all the same; what one brings must be readable. */
const isUnderstood = ({ event, rule, read }: Explanation) => !isNot(event) && (isNot(rule) || !isNot(read))

/** Loaded only where it is wanted: the clients of AWS take longer to load than the whole explanation. */
async function now({ context }: Around, config: ExplainedConfig, event: unknown): Promise<Explanation> {
  const { explainDeployed } = await import('./explain-deployed.ts')
  return explainDeployed(context(), config, event)
}

function offline({ clock }: Around, config: ExplainedConfig, event: unknown, { at, home }: Typed): Explanation {
  const { account, region } = home ?? placeOf(event)
  const { name: partition } = partitionOf(region)
  const known = knownOf(config, { partition, account, region })
  return explain({ ...known, ...(home === undefined && { homeIsAssumed: true }) }, event, {
    now: at ?? timeOf(event) ?? clock.now(),
  })
}

/** When it says that it came to EventBridge, or to AWS IoT. */
function timeOf(event: unknown): Instant | undefined {
  const said = fieldIn(event, ['time']) ?? fieldIn(event, ['receivedAt'])
  const time = typeof said === 'string' || typeof said === 'number' ? new Date(said).getTime() : NaN
  return time >= 0 && time < year10000 ? instant(time) : undefined
}
const year10000 = Date.UTC(10_000, 0)

function timeTyped(text: string): Instant {
  const time = timeOf({ time: text })
  if (time !== undefined) return time
  throw new InvalidArgumentError('An instant as in 2026-11-21T09:00Z.')
}

function placeTyped(text: string): Place {
  const [, account, region] = /^(\d{12})\/([a-z]+(?:-[a-z0-9]+)+)$/.exec(text) ?? []
  if (account !== undefined && region !== undefined) return { account, region }
  throw new InvalidArgumentError('An account and a region, as in 111122223333/eu-central-1.')
}

function minutesTyped(text: string): number {
  const minutes = Number(text)
  if (text.trim() !== '' && minutes >= 0 && minutes <= 1440) return minutes
  throw new InvalidArgumentError('A number of minutes, 0 to 1440.')
}
