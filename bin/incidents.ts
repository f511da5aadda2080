import { originInWords } from '../functions/domain/origin.ts'
import { outcomeInWords } from '../functions/domain/outcome.ts'
import type { ListedIncident } from '../functions/domain/listed-incident.ts'
import {
  incidentWithTimeline,
  type IncidentWithTimeline,
  openOn,
  resolvedOn,
  type ViewPorts,
} from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import { deploymentOf, namesOf } from './deployment.ts'
import { Failure } from './failure.ts'
import { utc } from './moments.ts'
import type { CommandContext } from './command-context.ts'
import { viewsOf } from './views.ts'
import { dayTyped, textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'

export interface IncidentsWanted {
  /** An incident, or a line; undefined: every line. */
  readonly what?: string
  /** What was resolved on this day in UTC, instead of what is open. */
  readonly resolved?: string
  readonly json: boolean
}

/** `andon incidents` */
export const incidentsVerb: Verb = (program, { context }) => {
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

async function listedOf(context: CommandContext, views: ViewPorts, { what, resolved }: IncidentsWanted) {
  const deployment = await deploymentOf(context.aws, context.stack)
  const { lines } = deployment
  if (what !== undefined && !Object.hasOwn(lines, what)) {
    const known = Object.keys(lines).join(', ')
    throw new Failure(`There is no incident or line ${what} (lines: ${known}).`, '`npx andon incidents` lists them.')
  }
  const names = namesOf(deployment, what)
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
