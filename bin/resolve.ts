import { isOpen } from '../functions/domain/incident.ts'
import type { IncidentWithTimeline } from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import { askApi } from './api-act.ts'
import type { CommandContext } from './command-context.ts'
import { Failure } from './failure.ts'
import { knownIncident } from './known-incident.ts'
import { textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'
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
  const now = knownIncident(context, id)
  const resolved = async () => {
    const seen = await now()
    return isOpen(seen.incident) ? undefined : seen
  }
  const already = await resolved()
  if (already !== undefined) return tell(context, already, json, 'over already: ')

  await askApi(context, 'resolve', id, act)
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
