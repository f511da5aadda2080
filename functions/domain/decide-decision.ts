import type { Approve, Refuse, Run } from './act.ts'
import { type Change, type Incident, isMachines, isOpen } from './incident.ts'
import { changed } from './incident-changes.ts'
import type { Instant } from './instant.ts'

export type DecisionOfAPerson =
  | { readonly kind: 'change'; readonly change: Change }
  | {
      readonly kind: 'ignore'
      readonly because: 'repeated' | 'resolved' | 'nobody-asked' | 'another-plan' | 'same-person'
    }

/** What it means that a person lets the machine do what it asks for: exactly that plan, and nothing that came later. */
export function decideApprove(incident: Incident, { by, id, plan }: Approve, at: Instant): DecisionOfAPerson {
  const { asked } = incident
  const against = againstDeciding(incident, id, plan)
  if (against !== undefined || asked === undefined) return ignore(against ?? 'nobody-asked')
  if (asked.twoPeople && incident.runBy === by) return ignore('same-person')
  const to = { state: 'working', approved: { plan, by, at }, decision: id } as const
  return { kind: 'change', change: changed(incident, to, 'approved', at, `${by} approves: ${asked.title}`) }
}

/** What it means that a person does not let it: the machine keeps its hands off, and people are called. */
export function decideRefuse(incident: Incident, { by, id, plan, reason }: Refuse, at: Instant): DecisionOfAPerson {
  const against = againstDeciding(incident, id, plan)
  if (against !== undefined) return ignore(against)
  const text = `people are called: ${by} refuses: ${incident.asked?.title ?? 'what it asks'}${reason && ` (${reason})`}`
  return {
    kind: 'change',
    change: changed(incident, { state: 'help', decision: id, ended: 'refused' }, 'refused', at, text),
  }
}

function againstDeciding({ decision, state, asked }: Incident, id: string, plan: string) {
  if (decision === id) return 'repeated'
  if (state === 'resolved') return 'resolved'
  if (state !== 'approval' || asked === undefined) return 'nobody-asked'
  return asked.plan === plan ? undefined : 'another-plan'
}

/** What it means that a person starts what a playbook suggests: exactly that plan is approved with it. */
export function decideRun(incident: Incident, { by, id, plan }: Run, at: Instant): DecisionOfAPerson {
  // A suggestion is for one run: the next would do again what was counted as done.
  const { suggestion, ended: _, ...rest } = incident
  const { decision, runs = 1 } = incident
  if (decision === id) return ignore('repeated')
  if (!isOpen(incident)) return ignore('resolved')
  if (suggestion === undefined || isMachines(incident)) return ignore('nobody-asked')
  if (suggestion.plan !== plan) return ignore('another-plan')
  const to = { state: 'working', runs: runs + 1, runBy: by, approved: { plan, by, at }, decision: id } as const
  const change = changed(rest, to, 'run-asked', at, `${by} starts: ${suggestion.title}`)
  return { kind: 'change', change: { ...change, before: incident } }
}

const ignore = (because: Extract<DecisionOfAPerson, { kind: 'ignore' }>['because']): DecisionOfAPerson => ({
  kind: 'ignore',
  because,
})

/**
 * What a playbook would do, for the timeline; what it can suggest is kept for whoever starts it.
 * @param said whether there is anything that it would do
 */
export function suggested(
  incident: Incident,
  text: string,
  at: Instant,
  plan?: Incident['suggestion'],
  said = plan !== undefined,
): Change | undefined {
  const { suggestion, tried } = incident
  if (!isOpen(incident) || isMachines(incident) || suggestion !== undefined || tried.length > 0) return undefined
  return changed(
    incident,
    { ...(plan && { suggestion: plan }), ...(said && { ended: 'only-said' }) },
    'suggested',
    at,
    text,
  )
}
