import { isMachines } from '../functions/domain/incident.ts'
import { undoable } from '../functions/domain/undo.ts'
import type { IncidentWithTimeline } from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import { askApi } from './api-act.ts'
import type { CommandContext } from './command-context.ts'
import { Failure } from './failure.ts'
import { knownIncident } from './known-incident.ts'
import { textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'
import { waitFor } from './wait-for.ts'

/** `andon undo` */
export const undoVerb: Verb = (program, { newId, context }) => {
  program
    .command('undo')
    .description('undoes what the machine did for an incident, as far as it can be. AWS tells who you are.')
    .argument('<incident>', 'an incident', textTyped)
    .option('--json', 'prints JSON, for programs', false)
    .action((incident: string, { json }: { json: boolean }) => undo(context(), incident, { json, id: newId() }))
}

interface Wanted {
  readonly json: boolean
  /** The same for every attempt to send this one act. */
  readonly id: string
}

/** Undoing takes a call or two of AWS for each countermeasure, and the machine's own start. */
const looks = 60

/** Rejects with `Failure` when it is not allowed, there is no such incident, or nothing that can be undone. */
async function undo(context: CommandContext, id: string, { json, id: act }: Wanted): Promise<void> {
  const now = knownIncident(context, id)
  const before = await now()
  const due = undoable(before.incident)
  if (isMachines(before.incident)) {
    throw new Failure(`A machine is at ${id} now.`, 'Run it again once people are called, or it is resolved.')
  }
  if (due.length === 0) {
    throw new Failure(
      `There is nothing to undo of ${id}.`,
      'Its timeline says what was done: `npx andon incidents --json`.',
    )
  }
  await askApi(context, 'undo', id, { id: act })

  const seen = await waitFor(
    context,
    async () => (isThrough(before, await now(), due.length) ? now() : undefined),
    looks,
  )
  if (seen === undefined) {
    throw new Failure(
      `It was sent, but ${id} is not undone yet.`,
      'Look at the alarms andon-on-signal and andon-run-playbook.',
    )
  }
  if (json) return context.terminal.say(JSON.stringify(seen, undefined, 2))
  for (const { text } of newIn(before, seen)) context.terminal.say(`${id}: ${printable(text, 400)}`)
  if (newIn(before, seen).some(({ kind }) => kind === 'undo-failed')) {
    throw new Failure(`Not all of ${id} could be undone.`, 'The lines above say why.')
  }
}

const newIn = ({ timeline: { length } }: IncidentWithTimeline, now: IncidentWithTimeline) => now.timeline.slice(length)

const isThrough = (before: IncidentWithTimeline, now: IncidentWithTimeline, due: number) =>
  newIn(before, now).filter(({ kind }) => kind === 'undone' || kind === 'undo-failed').length >= due
