import { board, type LineView } from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import { deploymentOf, namesOf } from './deployment.ts'
import type { CommandContext } from './command-context.ts'
import { viewsOf } from './views.ts'
import type { Verb } from './verb.ts'

/** `andon status` */
export const statusVerb: Verb = (program, { context }) => {
  program
    .command('status')
    .description('shows the state of each line, and what is most urgent on it')
    .option('--json', 'prints JSON, for programs', false)
    .action((options: { json: boolean }) => status(context(), options))
}

/** Prints how each line is, and what is most urgent on it. */
async function status(context: CommandContext, { json }: { readonly json: boolean }): Promise<void> {
  const deployment = await deploymentOf(context.aws, context.stack)
  const all = await board(viewsOf(context), namesOf(deployment))
  const views = all.filter(({ line, open }) => open > 0 || Object.hasOwn(deployment.lines, line))
  if (json) return context.terminal.say(JSON.stringify(views, undefined, 2))
  for (const view of views) context.terminal.say(inWords(view))
}

/** How many titles one line takes. */
const named = 3

function inWords({ line, state, open, unanswered, mostUrgent }: LineView): string {
  if (open === 0) return `${line}: ${state}`
  const titles = mostUrgent.slice(0, named).map(({ title }) => printable(title, 60))
  const more = open > titles.length ? [`and ${open - titles.length} more`] : []
  return `${line}: ${state}, ${open} open, ${unanswered} unanswered: ${[...titles, ...more].join('; ')}`
}
