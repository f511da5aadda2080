import type { Incident } from '../functions/domain/incident.ts'
import { type ListedIncident, wantsAnswer } from '../functions/domain/listed-incident.ts'
import { unanswered, type UnansweredView, type ViewPorts } from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import { putAllOnBus } from './bus.ts'
import { deploymentOf, namesOf } from './deployment.ts'
import { Failure } from './failure.ts'
import { utc } from './moments.ts'
import type { CommandContext } from './command-context.ts'
import { waitedSeconds } from './wait-for.ts'
import { waitUntilAnswered } from './wait-until-answered.ts'
import { viewsOf } from './views.ts'
import { textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'

/** `andon answer` */
export const answerVerb: Verb = (program, { user, newId, context }) => {
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

interface GivenAnswer {
  readonly by: string
  /** The same for every attempt to send this one answer; each incident's is made from it. */
  readonly id: string
}

/**
 * Says that somebody has taken a call: one incident's, or all that are unanswered on a line. Rejects with `Failure`
 * when there is nothing of this name, or not all of it is taken in; then it says which.
 */
async function answer(context: CommandContext, what: string, { by, id }: GivenAnswer): Promise<void> {
  const views = viewsOf(context)
  const named = await views.incidents.find(what)
  if (named !== undefined && !wantsAnswer(named)) return context.terminal.say(standing(named))
  const { incidents: calls, unlisted } =
    named === undefined ? await unansweredOn(context, views, what) : { incidents: [named], unlisted: 0 }
  if (calls.length === 0 && unlisted === 0) return context.terminal.say(`${what}: nothing to answer`)

  const details = calls.map((call) => ({ incident: call.id, by, id: `${id} ${call.id}` }))
  const refusals = await putAllOnBus(context.aws, 'Call Answered', details)
  const sent = calls.filter((_, nth) => refusals[nth] === undefined).map((call) => call.id)
  const withoutEffect = await waitUntilAnswered(context, views, sent, (incident) =>
    context.terminal.say(standing(incident)),
  )
  complain(calls, refusals, withoutEffect)
  if (unlisted > 0) throw new Failure(notListed(what, unlisted), 'Run it again in a moment.')
}

/** Prints what is open and unanswered, line by line, the most urgent first. */
async function listUnanswered(context: CommandContext): Promise<void> {
  const { terminal } = context
  const found = await unanswered(viewsOf(context), namesOf(await deploymentOf(context.aws, context.stack)))
  for (const { id, line, state, title, openedAt } of found.flatMap(({ incidents }) => incidents))
    terminal.say(`${id}  ${line}: ${state} since ${utc(openedAt)}: ${printable(title, 100)}`)
  for (const view of found.filter(({ unlisted }) => unlisted > 0)) terminal.remark(notListed(view.line, view.unlisted))
  if (found.some(({ incidents }) => incidents.length > 0))
    terminal.remark('Answer one with `npx andon answer <incident>`, or all of a line with `npx andon answer <line>`.')
  else if (found.every(({ unlisted }) => unlisted === 0)) terminal.remark('Nothing to answer.')
}

/** The list follows the table within a second or so. */
const looks = 5
const pauseMs = 500

async function unansweredOn(
  context: CommandContext,
  views: ViewPorts,
  line: string,
): Promise<Pick<UnansweredView, 'incidents' | 'unlisted'>> {
  const deployment = await deploymentOf(context.aws, context.stack)
  const { lines } = deployment
  if (!Object.hasOwn(lines, line)) {
    const known = Object.keys(lines).join(', ')
    throw new Failure(
      `There is no incident or line ${line} (lines: ${known}).`,
      '`npx andon answer` lists what is open.',
    )
  }
  for (let nth = 1; ; nth++) {
    const found = await unanswered(views, namesOf(deployment, line))
    const unlisted = found.reduce((sum, view) => sum + view.unlisted, 0)
    if (unlisted === 0 || nth === looks) return { incidents: found.flatMap(({ incidents }) => incidents), unlisted }
    await context.clock.pause(pauseMs)
  }
}

/** What opened just now is listed within a second; what opened before there was a list, with its next change. */
const notListed = (line: string, unlisted: number) => `${line}: ${unlisted} more are unanswered, but not listed yet.`

function standing({ id, state, acknowledgedBy }: Incident): string {
  if (state === 'resolved') return `${id}: resolved`
  if (acknowledgedBy !== undefined) return `${id}: answered, by ${printable(acknowledgedBy, 100)}`
  return `${id}: a machine is working on it, nobody is called`
}

function complain(
  calls: readonly ListedIncident[],
  refusals: readonly (string | undefined)[],
  withoutEffect: readonly string[],
): void {
  const refused = calls.flatMap(({ id }, nth) => (refusals[nth] === undefined ? [] : [`${id} (${refusals[nth]})`]))
  const complaints = [
    ...(refused.length > 0 ? [`${refused.join(', ')}: the event bus refused the answer`] : []),
    ...(withoutEffect.length > 0
      ? [`${withoutEffect.join(', ')}: the answer was sent, but had no effect within ${waitedSeconds} seconds`]
      : []),
  ]
  if (complaints.length === 0) return
  const count =
    calls.length === 1 ? '' : `${refused.length + withoutEffect.length} of ${calls.length} are not answered. `
  const remedy =
    withoutEffect.length > 0
      ? 'Look at the queue andon-on-signal-dead and at the alarm andon-on-signal.'
      : 'Run it again.'
  throw new Failure(`${count}${complaints.join('. ')}.`, remedy)
}
