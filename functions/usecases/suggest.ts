import type { PlaybookConfig } from '../config/define-andon.ts'
import { suggested } from '../domain/decide-decision.ts'
import { type AskedPlan, isOpen } from '../domain/incident.ts'
import { type PlaybookPorts, whatItWouldDo } from './what-it-would-do.ts'
import { existing, record } from './record.ts'
import { type Steps, unlessFailed } from './steps.ts'

export interface Suggested {
  readonly ended: 'suggested'
}

/** Says what a playbook would do first, and does nothing. What it only observes, nobody can start. */
export async function suggest(
  ports: PlaybookPorts,
  steps: Steps,
  incident: string,
  playbook: PlaybookConfig,
): Promise<Suggested> {
  await unlessFailed(
    () => steps.step('suggest', () => lookAndSay(ports, incident, playbook)),
    (because) =>
      steps.step('suggest: say that it could not', () =>
        record(ports, incident, (now, at) => suggested(now, `${playbook.title} could not look: ${because}`, at)).then(
          () => null,
        ),
      ),
  )
  return { ended: 'suggested' }
}

async function lookAndSay(ports: PlaybookPorts, id: string, { title, countermeasures }: PlaybookConfig): Promise<null> {
  const incident = await existing(ports.incidents, id)
  const say = (text: string, plan?: AskedPlan, said?: boolean) =>
    record(ports, id, (now, at) => suggested(now, text, at, plan, said)).then(() => null)
  const reasons: string[] = []
  for (const [nth, { do: action }] of countermeasures.entries()) {
    if (!isOpen(incident)) return null
    const seen = await whatItWouldDo(ports, incident, nth, action)
    if (seen.kind === 'impossible') reasons.push(seen.because)
    else if (incident.trust === 'observe')
      return say(`${title} would now, if it were trusted to: ${seen.title}`, undefined, true)
    else return say(`${title} suggests: ${seen.title}`, seen.about.plan)
  }
  return say(`${title} has nothing to suggest: ${reasons.join('; ')}`)
}
