import type { AskedPlan, Incident } from '../functions/domain/incident.ts'
import { whyUndecided } from '../functions/domain/why-undecided.ts'
import { printable } from '../iot/agent/printable.ts'
import { askApi } from './api-act.ts'
import type { CommandContext } from './command-context.ts'
import { Failure } from './failure.ts'
import { knownIncident } from './known-incident.ts'
import { textTyped } from './typed-arguments.ts'
import type { Verb } from './verb.ts'
import { waitFor, waitedSeconds } from './wait-for.ts'

/** What a person can say to what a machine asks for or suggests. */
interface Decision {
  readonly verb: 'approve' | 'refuse' | 'run'
  readonly description: string
  /** What there is to decide about; nothing when nobody is asked. */
  readonly planOf: (incident: Incident) => AskedPlan | undefined
  /** Kind of the entry that says that it was heard. */
  readonly heardAs: 'approved' | 'refused' | 'run-asked'
  readonly nothing: string
}

const decisions: readonly Decision[] = [
  {
    verb: 'approve',
    description: 'lets the machine do exactly what it asks for. AWS tells who you are.',
    planOf: ({ asked }) => asked,
    heardAs: 'approved',
    nothing: 'asks for nothing now',
  },
  {
    verb: 'refuse',
    description: 'does not let the machine do what it asks for; people are called. AWS tells who you are.',
    planOf: ({ asked }) => asked,
    heardAs: 'refused',
    nothing: 'asks for nothing now',
  },
  {
    verb: 'run',
    description: 'starts what a playbook suggests. AWS tells who you are.',
    planOf: ({ suggestion }) => suggestion,
    heardAs: 'run-asked',
    nothing: 'suggests nothing',
  },
]

/** `andon approve`, `andon refuse`, `andon run` */
export const decisionVerbs: readonly Verb[] = decisions.map((decision) => (program, { newId, context }) => {
  const command = program
    .command(decision.verb)
    .description(decision.description)
    .argument('<incident>', 'an incident', textTyped)
    .option('--json', 'prints JSON, for programs', false)
  if (decision.verb === 'refuse') command.option('--reason <text>', 'why not, for the timeline', textTyped)
  command.action((incident: string, { json, reason }: { json: boolean; reason?: string }) =>
    decide(context(), decision, incident, { json, ...(reason !== undefined && { reason }), id: newId() }),
  )
})

interface Wanted {
  readonly json: boolean
  readonly reason?: string
  /** The same for every attempt to send this one decision. */
  readonly id: string
}

/** Rejects with `Failure` when nobody is asked, it is not allowed, or something else is asked by now. */
async function decide(
  context: CommandContext,
  { verb, planOf, heardAs, nothing }: Decision,
  id: string,
  { json, ...wanted }: Wanted,
): Promise<void> {
  const now = knownIncident(context, id)
  const before = await now()
  const asked = planOf(before.incident)
  if (asked === undefined)
    throw new Failure(`The machine ${nothing} for ${id}.`, '`npx andon incidents` says what is open.')
  await askApi(context, verb, id, { ...wanted, plan: asked.plan })

  const heard = await waitFor(context, async () => {
    const seen = await now()
    return seen.timeline.slice(before.timeline.length).some(({ kind }) => kind === heardAs) ? seen : undefined
  })
  if (heard === undefined) {
    const why = whyUndecided((await now()).incident, verb, asked.plan)
    throw new Failure(
      `It was sent, but after ${waitedSeconds} seconds nothing has come of it: ${printable(asked.title, 200)}.`,
      why === undefined
        ? 'Look at the queue andon-on-signal-dead and at the alarm andon-on-signal.'
        : `${printable(why, 300)}. Look again: \`npx andon incidents ${id}\`.`,
    )
  }
  if (json) return context.terminal.say(JSON.stringify(heard, undefined, 2))
  const { text = '' } = heard.timeline.findLast(({ kind }) => kind === heardAs) ?? {}
  context.terminal.say(`${id}: ${printable(text, 400)}`)
}
