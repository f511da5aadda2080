import type { Pull } from './act.ts'
import { incidentId } from './incident-id.ts'
import type { Change, Incident, OpenState } from './incident.ts'
import type { AlarmSignal, ChosenPlaybook, ClosingSignal, EventSignal, Signal } from './signal.ts'

/** @param text what is done about it, for the timeline */
export function opened(
  signal: Exclude<Signal, ClosingSignal> | Pull,
  state: OpenState,
  text: string,
  playbook?: Pick<ChosenPlaybook, 'name' | 'trust'>,
): Change {
  const { key, line, title, reason, at } = signal
  const after: Incident = {
    id: idOf(signal),
    key,
    line,
    state,
    title,
    reason,
    ...((signal.kind === 'alarm' || signal.kind === 'event') && ofItsService(signal)),
    ...(signal.kind === 'alarm' && ofItsAlarm(signal)),
    ...(signal.kind === 'event' && ofItsSource(signal)),
    ...(state === 'stop' && { stopped: { at, ...(signal.kind === 'pull' && { by: signal.by }) } }),
    openedAt: at,
    version: 1,
    ...(playbook !== undefined && { playbook: playbook.name, trust: playbook.trust, runs: 1 }),
    tried: [],
  }
  return { before: undefined, after, entry: { kind: 'opened', at, text, incident: after } }
}

/** Of the incident that it opens, if it opens one. */
export function idOf(signal: Signal | Pull): string {
  // Times on the bus are in whole seconds, and a cord may be pulled twice within one.
  const what = signal.kind === 'pull' ? `${signal.key} ${signal.id}` : signal.key
  return incidentId(signal.line, what, signal.at)
}

const ofItsService = ({ account, region, elsewhere, inputs }: AlarmSignal | EventSignal): Partial<Incident> => ({
  account,
  region,
  ...(elsewhere && { elsewhere }),
  ...(inputs !== undefined && { inputs }),
})

const ofItsAlarm = ({ url, tags }: AlarmSignal): Partial<Incident> => ({
  ...(url !== undefined && { url }),
  ...(tags !== undefined && { tags }),
})

const ofItsSource = ({ source, neverClears, severity }: EventSignal): Partial<Incident> => ({
  source,
  ...(neverClears && { neverClears }),
  ...(severity === 'low' && { severity }),
})
