import { originInWords } from '../functions/domain/origin.ts'
import { outcomeInWords } from '../functions/domain/outcomes.ts'
import type { ListedIncident } from '../functions/domain/listed-incident.ts'
import {
  incidentWithTimeline,
  type IncidentWithTimeline,
  openOn,
  resolvedOn,
  type ViewPorts,
} from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import { type Deployment, deploymentOf, namesOf } from './deployment.ts'
import { Failure } from './failure.ts'
import { utc } from './moments.ts'
import type { CommandContext } from './command-context.ts'
import { leftByMachines } from '../functions/usecases/playbook-views.ts'
import { playbookPorts, viewsOf } from './views.ts'
import { dayTyped, textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'

export interface IncidentsWanted {
  /** An incident, or a line; undefined: every line. */
  readonly what?: string
  /** What was resolved on this day in UTC, instead of what is open. */
  readonly resolved?: string
  /** What machines changed and nobody has undone, instead. */
  readonly changed: boolean
  readonly json: boolean
}

/** `andon incidents` */
export const incidentsVerb: Verb = (program, { context }) => {
  program
    .command('incidents')
    .description('lists what is open, the most urgent first; or shows one incident with its timeline')
    .argument('[what]', 'an incident, or a line', textTyped)
    .option('--resolved <day>', 'lists what was resolved on that day (UTC, e.g. 2026-11-21)', dayTyped)
    .option('--changed', 'lists what machines changed that can be undone, and nobody has undone', false)
    .option('--json', 'prints JSON, for programs', false)
    .action((what: string | undefined, options: Omit<IncidentsWanted, 'what'>) =>
      (options.changed ? changed : incidents)(context(), { ...(what !== undefined && { what }), ...options }),
    )
}

/** Prints what is open, what was resolved on a day, or one incident with its timeline. */
async function incidents(context: CommandContext, asked: IncidentsWanted): Promise<void> {
  const views = viewsOf(context)
  const { terminal } = context
  const one = asked.what === undefined ? undefined : await incidentWithTimeline(views, asked.what)
  if (one !== undefined) return asked.json ? print(context, one) : inWords(one).forEach(terminal.say)

  const listed = await listedOf(context, views, asked)
  if (asked.json) return print(context, listed)
  for (const incident of listed) terminal.say(listedInWords(incident))
  if (listed.length === 0) terminal.remark(asked.resolved === undefined ? 'Nothing is open.' : 'Nothing was resolved.')
}

/** Prints what machines left changed, line by line. */
async function changed(context: CommandContext, { what, json }: IncidentsWanted): Promise<void> {
  const deployment = await deploymentOf(context.aws, context.stack)
  const names = linesNamed(deployment, what)
  const all = await leftByMachines(playbookPorts(context), Object.keys(deployment.playbooks))
  const left = all.filter(({ line }) => names.includes(line))
  if (json) return print(context, left)
  for (const { incident, line, playbook, left: titles } of left)
    context.terminal.say(`${incident}  ${line}: ${playbook}: ${printable(titles.join('; '), 300)}`)
  if (left.length === 0) context.terminal.remark('Nothing is left to be undone.')
}

/** The names of one line, or of all. Rejects with `Failure` where there is none of that name. */
function linesNamed(deployment: Deployment, what: string | undefined): string[] {
  const { lines } = deployment
  if (what !== undefined && !Object.hasOwn(lines, what)) {
    const known = Object.keys(lines).join(', ')
    throw new Failure(`There is no incident or line ${what} (lines: ${known}).`, '`npx andon incidents` lists them.')
  }
  return namesOf(deployment, what)
}

async function listedOf(context: CommandContext, views: ViewPorts, { what, resolved }: IncidentsWanted) {
  const deployment = await deploymentOf(context.aws, context.stack)
  const names = linesNamed(deployment, what)
  if (resolved !== undefined)
    return (await resolvedOn(views, resolved)).filter(({ line }) => what === undefined || names.includes(line))
  return (await Promise.all(names.map((line) => openOn(views, line)))).flatMap((view) => view.incidents)
}

const print = ({ terminal }: CommandContext, facts: unknown) => terminal.say(JSON.stringify(facts, undefined, 2))

function listedInWords({ id, line, title, ...incident }: ListedIncident): string {
  return `${id}  ${line}: ${standing(incident)}: ${printable(title, 100)}`
}

type Standing = Pick<ListedIncident, 'state' | 'openedAt' | 'acknowledgedBy' | 'resolvedAt' | 'resolvedBy'>

function standing({ state, openedAt, acknowledgedBy, resolvedAt, resolvedBy }: Standing): string {
  const opened = utc(openedAt)
  if (resolvedAt !== undefined)
    return `resolved at ${utc(resolvedAt)} by ${printable(resolvedBy ?? 'somebody', 64)}, open since ${opened}`
  const who = acknowledgedBy === undefined ? '' : `, answered by ${printable(acknowledgedBy, 64)}`
  return `${state} since ${opened}${who}`
}

function inWords({ incident, timeline, outcome }: IncidentWithTimeline): string[] {
  const where = incident.elsewhere ? [`  its alarm is of ${printable(originInWords(incident), 100)}`] : []
  const came = outcome === undefined ? [] : [`  ${incident.playbook}: ${outcomeInWords(outcome)}`]
  return [
    listedInWords(incident),
    ...where,
    ...came,
    ...timeline.map(({ at, text }) => `  ${utc(at)}  ${printable(text, 200)}`),
  ]
}
