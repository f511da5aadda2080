import { type Incident, isMachines, isOpen } from './incident.ts'

/**
 * Why a decision about a plan changes nothing (any more), for whoever makes it; `undefined`: it would.
 * @param by who decides; left out: not known
 */
export function whyUndecided(
  incident: Incident,
  verb: 'approve' | 'refuse' | 'run',
  plan: string,
  by?: string,
): string | undefined {
  const { asked, suggestion, state, runBy } = incident
  if (!isOpen(incident)) return 'it is resolved: there is nothing left to decide'
  const now =
    verb === 'run' ? (isMachines(incident) ? undefined : suggestion) : state === 'approval' ? asked : undefined
  if (now === undefined) return verb === 'run' ? 'nothing is suggested any more' : 'nobody is asked any more'
  if (now.plan !== plan) return `something else is asked by now: ${now.title}`
  const isSecondPerson = runBy === undefined || (by !== undefined && by !== runBy)
  if (verb === 'approve' && now.twoPeople && !isSecondPerson) return `it takes two people, and ${runBy} started it`
  return undefined
}
