import type { Incident } from '../functions/domain/incident.ts'
import { type ListedIncident, wantsAnswer } from '../functions/domain/listed-incident.ts'
import { unanswered, type UnansweredView, type ViewPorts } from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import { putAllOnBus } from './bus.ts'
import { deploymentOf } from './deployment.ts'
import { Failure } from './failure.ts'
import { utc } from './moments.ts'
import type { Office } from './office.ts'
import { seeTakenIn, waitedSeconds } from './taken-in.ts'
import { viewsOf } from './views.ts'

export interface GivenAnswer {
  readonly by: string
  /** The same for every attempt to send this one answer; each incident's is made from it. */
  readonly id: string
}

/**
 * Says that somebody has taken a call: one incident's, or all that are unanswered on a line. Rejects with `Failure`
 * when there is nothing of this name, or not all of it is taken in; then it says which.
 */
export async function answer(office: Office, what: string, { by, id }: GivenAnswer): Promise<void> {
  const views = viewsOf(office)
  const named = await views.incidents.find(what)
  if (named !== undefined && !wantsAnswer(named)) return office.terminal.say(standing(named))
  const { incidents: calls, unlisted } =
    named === undefined ? await unansweredOn(office, views, what) : { incidents: [named], unlisted: 0 }
  if (calls.length === 0 && unlisted === 0) return office.terminal.say(`${what}: nothing is unanswered`)

  const details = calls.map((call) => ({ incident: call.id, by, id: `${id} ${call.id}` }))
  const refusals = await putAllOnBus(office.aws, 'Call Answered', details)
  const sent = calls.filter((_, nth) => refusals[nth] === undefined).map((call) => call.id)
  const deaf = await seeTakenIn(office, views, sent, (incident) => office.terminal.say(standing(incident)))
  complain(calls, refusals, deaf)
  if (unlisted > 0) throw new Failure(notListed(what, unlisted), 'Run it again in a moment.')
}

/** Prints what is open and unanswered, line by line, the most urgent first. */
export async function listUnanswered(office: Office): Promise<void> {
  const { terminal } = office
  const { lines } = await deploymentOf(office.aws, office.stack)
  const found = await unanswered(viewsOf(office), Object.keys(lines))
  for (const { id, line, state, title, openedAt } of found.flatMap(({ incidents }) => incidents))
    terminal.say(`${id}  ${line}: ${state} since ${utc(openedAt)}: ${printable(title, 100)}`)
  for (const view of found.filter(({ unlisted }) => unlisted > 0)) terminal.remark(notListed(view.line, view.unlisted))
  if (found.some(({ incidents }) => incidents.length > 0))
    terminal.remark('Answer one with `andon answer <incident>`, or all of a line with `andon answer <line>`.')
  else if (found.every(({ unlisted }) => unlisted === 0)) terminal.remark('Nothing is unanswered.')
}

/** The list follows the table within a second or so. */
const looks = 5
const pauseMs = 500

async function unansweredOn(
  office: Office,
  views: ViewPorts,
  line: string,
): Promise<Pick<UnansweredView, 'incidents' | 'unlisted'>> {
  const { lines } = await deploymentOf(office.aws, office.stack)
  if (!Object.hasOwn(lines, line)) {
    const known = Object.keys(lines).join(', ')
    throw new Failure(
      `There is no incident and no line ${line} (lines: ${known}).`,
      '`andon answer` lists what is open.',
    )
  }
  for (let nth = 1; ; nth++) {
    const [view = { incidents: [], unlisted: 0 }] = await unanswered(views, [line])
    if (view.unlisted === 0 || nth === looks) return view
    await office.clock.pause(pauseMs)
  }
}

/** What opened just now is listed within a second; what opened before there was a list, with its next change. */
const notListed = (line: string, unlisted: number) => `${line}: ${unlisted} more are unanswered, but not listed yet.`

function standing({ id, state, acknowledgedBy }: Incident): string {
  if (state === 'resolved') return `${id}: is resolved`
  if (acknowledgedBy !== undefined) return `${id}: answered, by ${printable(acknowledgedBy, 100)}`
  return `${id}: nobody is called, a machine is at it`
}

function complain(
  calls: readonly ListedIncident[],
  refusals: readonly (string | undefined)[],
  deaf: readonly string[],
): void {
  const refused = calls.flatMap(({ id }, nth) => (refusals[nth] === undefined ? [] : [`${id} (${refusals[nth]})`]))
  const complaints = [
    ...(refused.length > 0 ? [`${refused.join(', ')}: the bus did not take the answer`] : []),
    ...(deaf.length > 0
      ? [`${deaf.join(', ')}: the answer was sent, but after ${waitedSeconds} seconds it is not taken in`]
      : []),
  ]
  if (complaints.length === 0) return
  const count = calls.length === 1 ? '' : `${refused.length + deaf.length} of ${calls.length} are not answered. `
  const remedy =
    deaf.length > 0 ? 'Look at the queue andon-on-signal-dead and at the alarm andon-on-signal.' : 'Run it again.'
  throw new Failure(`${count}${complaints.join('. ')}.`, remedy)
}
