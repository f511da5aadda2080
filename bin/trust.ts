import type { Demotion } from '../functions/domain/demotion.ts'
import { isDemoted } from '../functions/domain/demotion.ts'
import { type DayOfRecord, repeatsInWords } from '../functions/domain/ladder.ts'
import { outcomes } from '../functions/domain/outcomes.ts'
import { own } from '../functions/domain/own.ts'
import { type PlaybookView, playbookViews } from '../functions/usecases/playbook-views.ts'
import { printable } from '../iot/agent/printable.ts'
import { askApi } from './api-act.ts'
import type { CommandContext } from './command-context.ts'
import { deploymentOf } from './deployment.ts'
import { Failure } from './failure.ts'
import { nameTyped, textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'
import { playbookPorts } from './views.ts'
import { waitFor, waitedSeconds } from './wait-for.ts'

interface Wanted {
  readonly restore: boolean
  readonly reason?: string
  readonly json: boolean
}

/** `andon trust` */
export const trustVerb: Verb = (program, { newId, context }) => {
  program
    .command('trust')
    .description(
      'shows how far each playbook goes by itself, its record, and what its next rung takes; or restores one',
    )
    .argument('[playbook]', 'a playbook', nameTyped)
    .option('--restore', 'lets it act by itself again, after it failed. AWS tells who you are.', false)
    .option('--reason <text>', 'why, for the timeline', textTyped)
    .option('--json', 'prints JSON, for programs', false)
    .action((playbook: string | undefined, options: Wanted) =>
      options.restore ? restore(context(), playbook, options, newId()) : show(context(), playbook, options),
    )
}

/** Rejects with `Failure` when there is no such playbook. */
async function viewsOf(context: CommandContext, playbook: string | undefined): Promise<readonly PlaybookView[]> {
  const { playbooks } = await deploymentOf(context.aws, context.stack)
  if (playbook !== undefined && own(playbooks, playbook) === undefined) {
    const known = Object.keys(playbooks).join(', ') || 'none'
    throw new Failure(`There is no playbook ${playbook} (playbooks: ${known}).`, 'Run it again with the right name.')
  }
  const wanted = Object.entries(playbooks).filter(([name]) => playbook === undefined || name === playbook)
  return playbookViews(
    playbookPorts(context),
    wanted.map(([name, { title, trust }]) => ({ name, title, trust })),
  )
}

async function show(context: CommandContext, playbook: string | undefined, { json }: Wanted): Promise<void> {
  const views = await viewsOf(context, playbook)
  if (json) return context.terminal.say(JSON.stringify(views, undefined, 2))
  for (const view of views) for (const line of inWords(view)) context.terminal.say(line)
  if (views.length === 0) context.terminal.remark('There is no playbook.')
}

/** How many days of its record are shown. */
const daysShown = 7

function inWords({ name, ladder, record }: PlaybookView): string[] {
  const { trust, effective, repeats } = ladder
  const goes = trust === effective ? trust : `${effective} (${trust} by the config)`
  return [
    `${name}: ${goes}: ${printable(ladder.inWords, 300)}`,
    ...(repeats === undefined ? [] : [`  ${name} ${repeatsInWords(repeats)}`]),
    ...record.slice(0, daysShown).map(dayInWords),
    ...(record.length > daysShown ? [`  … ${record.length - daysShown} more days: --json has them`] : []),
  ]
}

function dayInWords({ day, outcomes: ofDay }: DayOfRecord): string {
  const counts = outcomes.flatMap((outcome) => (ofDay[outcome] === undefined ? [] : [`${ofDay[outcome]} ${outcome}`]))
  return `  ${day}: ${counts.join(', ')}`
}

/** Rejects with `Failure` when it is not down, it is not allowed, or it has failed again meanwhile. */
async function restore(
  context: CommandContext,
  playbook: string | undefined,
  { reason, json }: Wanted,
  id: string,
): Promise<void> {
  if (playbook === undefined)
    throw new Failure('Which playbook?', 'Run it again: `npx andon trust <playbook> --restore`.')
  const demotion = await whatTookDown(context, playbook)
  await askApi(context, 'restore', demotion.incident, { playbook, id, ...(reason !== undefined && { reason }) })
  const restored = await waitFor(context, async () => {
    const [view] = await viewsOf(context, playbook)
    return view?.ladder.demotion === undefined ? view : undefined
  })
  if (restored === undefined) {
    throw new Failure(
      `It was sent, but after ${waitedSeconds} seconds ${playbook} is still down.`,
      'It may have failed again meanwhile: look with `npx andon trust`.',
    )
  }
  if (json) return context.terminal.say(JSON.stringify(restored, undefined, 2))
  for (const line of inWords(restored)) context.terminal.say(line)
}

async function whatTookDown(context: CommandContext, playbook: string): Promise<Demotion> {
  const [view] = await viewsOf(context, playbook)
  const demotion = view?.ladder.demotion
  if (demotion === undefined || !isDemoted(demotion)) {
    throw new Failure(`${playbook} was not put down.`, '`npx andon trust` says how far it goes.')
  }
  if (demotion !== 'unreadable') return demotion
  throw new Failure(
    `What is stored of the trust in ${playbook} cannot be read.`,
    `Look at the item TRUST#${playbook} of the table, and delete it once you trust the playbook again.`,
  )
}
