import { isOpen } from '../functions/domain/incident.ts'
import { incidentWithTimeline, type IncidentWithTimeline } from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import type { CommandContext } from './command-context.ts'
import { deploymentOf, outputOf } from './deployment.ts'
import { Failure } from './failure.ts'
import type { PostReply } from './signed-post.ts'
import { textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'
import { viewsOf } from './views.ts'
import { waitFor, waitedSeconds } from './wait-for.ts'

/** `andon resolve` */
export const resolveVerb: Verb = (program, { newId, context }) => {
  program
    .command('resolve')
    .description('says that an incident is over, whatever its alarm says. AWS tells who you are.')
    .argument('<incident>', 'an incident', textTyped)
    .requiredOption('--reason <text>', 'why it is over, for the timeline', textTyped)
    .option('--json', 'prints JSON, for programs', false)
    .action((incident: string, { json, reason }: { json: boolean; reason: string }) =>
      resolve(context(), incident, { json, reason, id: newId() }),
    )
}

interface Wanted {
  readonly json: boolean
  readonly reason: string
  /** The same for every attempt to send this one act. */
  readonly id: string
}

/** Rejects with `Failure` when it is not allowed, or there is no such incident. */
async function resolve(context: CommandContext, id: string, { json, ...act }: Wanted): Promise<void> {
  const views = viewsOf(context)
  const resolved = async () => {
    const seen = await incidentWithTimeline(views, id)
    if (seen === undefined)
      throw new Failure(`There is no incident ${id}.`, '`npx andon incidents` lists what is open.')
    return isOpen(seen.incident) ? undefined : seen
  }
  const already = await resolved()
  if (already !== undefined) return tell(context, already, json, 'over already: ')

  const deployment = await deploymentOf(context.aws, context.stack)
  const path = `/incidents/${encodeURIComponent(id)}/resolve`
  const reply = await context.aws.post(`${outputOf(deployment, 'ApiUrl')}${path}`, act)
  if (reply.status !== 202) throw refusal(reply, path)

  const outcome = await waitFor(context, resolved)
  if (outcome !== undefined) return tell(context, outcome, json)
  throw new Failure(
    `It was sent, but ${id} is still open after ${waitedSeconds} seconds.`,
    'Look at the queue andon-on-signal-dead and at the alarm andon-on-signal.',
  )
}

/** In the timeline's words: they say by whom, why, and whether its alarm still holds. */
function tell({ terminal }: CommandContext, seen: IncidentWithTimeline, json: boolean, before = ''): void {
  if (json) return terminal.say(JSON.stringify(seen, undefined, 2))
  const { incident, timeline } = seen
  const { text = 'resolved' } = timeline.findLast(({ kind }) => kind === 'resolved') ?? {}
  terminal.say(`${incident.id}: ${before}${printable(text, 400)}`)
}

function refusal({ status, message }: PostReply, path: string): Failure {
  switch (status) {
    case 403:
      return new Failure(
        `Your credentials do not allow execute-api:Invoke on POST${path}.`,
        'Ask for that permission; docs/security.md lists what an operator needs.',
      )
    case 404:
      return new Failure('The API that is deployed cannot resolve.', 'Deploy it again: `npx cdk deploy`.')
    case 429:
      return new Failure('The API gets too many requests just now.', 'Run it again in a moment.')
    default:
      return new Failure(
        `The API did not take it (${status}: ${printable(message, 200)}).`,
        'Run it again; its log /aws/lambda/andon-api says more.',
      )
  }
}
