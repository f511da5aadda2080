import type { Act, Pull } from './act.ts'
import { decideAnswer, type AnswerDecision } from './decide-answer.ts'
import { decide } from './decide.ts'
import { type ContributorDecision, decideContributor } from './decide-contributor.ts'
import { decideApprove, decideRefuse, decideRun, type DecisionOfAPerson } from './decide-decision.ts'
import { decideEndStop, noLaterThan, type StartDecision } from './decide-start.ts'
import { decideRestore, type RestoreDecision } from './decide-restore.ts'
import { effectiveTrust, trustThatFalls } from './demotion.ts'
import { decideResolve, type ResolveDecision } from './decide-resolve.ts'
import { decideUndo, type UndoDecision } from './undo.ts'
import { type Incident, isOpen } from './incident.ts'
import { lineNamedIn } from './incident-id.ts'
import type { Instant } from './instant.ts'
import type { Snapshot } from './snapshot.ts'
import { Unusable } from './place.ts'
import { idOf } from './incident-opened.ts'
import type { Decision, Memory } from './memory.ts'
import type { AlarmSignal, ContributorSignal, EventSignal, Signal } from './signal.ts'

/** What comes in, and may change an incident: a signal, or what a person does. */
export type Incoming = Signal | ContributorSignal | Act
export type Settled =
  | Decision
  | ContributorDecision
  | AnswerDecision
  | ResolveDecision
  | StartDecision
  | UndoDecision
  | DecisionOfAPerson
  | RestoreDecision

/** What it means, given the snapshot. Throws `Unusable` for an act on an incident that does not exist. */
export function settle(snapshot: Snapshot, incoming: Incoming, now: Instant): Settled {
  switch (incoming.kind) {
    case 'alarm':
    case 'event':
      return withTimeOfStop(decideByMemory(snapshot, asTrustedNow(snapshot, incoming)), now)
    case 'device':
    case 'closing':
    case 'pull':
      return withTimeOfStop(decideByMemory(snapshot, incoming), now)
    case 'contributor':
      return decideContributor(snapshot.memoryOf(incoming.key), snapshot.memoryOf(incoming.alarm)?.incident, incoming)
    case 'answer':
      return decideAnswer(
        incoming.ifOurs ? snapshot.incident(incoming.incident) : incidentOf(snapshot, incoming),
        incoming,
        now,
      )
    case 'resolve':
      return decideResolve(incidentOf(snapshot, incoming), incoming, now)
    case 'undo':
      return decideUndo(incidentOf(snapshot, incoming), incoming, now)
    case 'approve':
      return decideApprove(incidentOf(snapshot, incoming), incoming, now)
    case 'refuse':
      return decideRefuse(incidentOf(snapshot, incoming), incoming, now)
    case 'run':
      return decideRun(incidentOf(snapshot, incoming), incoming, now)
    case 'end-stop':
      return decideEndStop(incidentOf(snapshot, incoming), incoming, now)
    case 'restore':
      return decideRestore(incidentOf(snapshot, incoming), snapshot.demotionOf(incoming.playbook), incoming, now)
  }
}

/** A playbook that failed goes less far than the config says: what it opens says so from the start. */
function asTrustedNow<T extends AlarmSignal | EventSignal>(snapshot: Snapshot, signal: T): T {
  const { playbook } = signal
  if (playbook === undefined || playbook.trust !== trustThatFalls) return signal
  const trust = effectiveTrust(playbook.trust, snapshot.demotionOf(playbook.name))
  return { ...signal, playbook: { ...playbook, trust } }
}

/** What is to be read of playbooks. */
export function playbooksOf(incoming: Incoming): readonly string[] {
  if (incoming.kind === 'restore') return [incoming.playbook]
  if (incoming.kind !== 'alarm' && incoming.kind !== 'event') return []
  return incoming.playbook?.trust === trustThatFalls ? [incoming.playbook.name] : []
}

/** What is to be read of incidents to settle it: also what its key may have opened, should its memory be gone. */
export function incidentsOf(incoming: Incoming): readonly string[] {
  switch (incoming.kind) {
    case 'alarm':
      return [idOf(incoming), ...(incoming.incident === undefined ? [] : [incoming.incident])]
    case 'device':
    case 'event':
    case 'pull':
      return [idOf(incoming)]
    case 'closing':
    case 'contributor':
      return []
    case 'answer':
    case 'resolve':
    case 'undo':
    case 'approve':
    case 'refuse':
    case 'run':
    case 'end-stop':
    case 'restore':
      return [incoming.incident]
  }
}

/** What is to be read of memories. */
export function keysOf(incoming: Incoming): readonly string[] {
  if (incoming.kind === 'contributor') return [incoming.key, incoming.alarm]
  return 'key' in incoming ? [incoming.key] : []
}

/**
 * A memory goes three months after nothing is open any more, and early versions let it go while something was. The
 * incident itself is there for longer: what comes again after that, from an archive say, finds that.
 */
function decideByMemory(snapshot: Snapshot, signal: Signal | Pull): Decision {
  const memory = snapshot.memoryOf(signal.key)
  const forgotten = openButForgotten(snapshot, memory, signal)
  if (forgotten !== undefined) {
    const known: Memory = { ...(memory ?? onlyOf(forgotten)), incident: forgotten }
    const decision = decide(known, signal)
    return decision.kind === 'ignore' ? { kind: 'note', because: 'already-open', memory: known } : decision
  }
  const opened = memory === undefined ? snapshot.incident(idOf(signal)) : undefined
  return decide(memory ?? (opened && onlyOf(opened)), signal)
}

function withTimeOfStop(decision: Decision, now: Instant): Decision {
  if (decision.kind !== 'change') return decision
  const change = noLaterThan(decision.change, now)
  return { ...decision, change, memory: { ...decision.memory, incident: change.after } }
}

/** Open for this alarm, as whoever asked CloudWatch saw, and not remembered. */
function openButForgotten(snapshot: Snapshot, memory: Memory | undefined, signal: Signal | Pull): Incident | undefined {
  if (signal.kind !== 'alarm' || signal.incident === undefined || memory?.incident?.id === signal.incident)
    return undefined
  if (memory?.incident && isOpen(memory.incident)) return undefined
  const incident = snapshot.incident(signal.incident)
  return incident && isOpen(incident) && incident.key === signal.key ? incident : undefined
}

const onlyOf = (incident: Incident): Memory => ({
  at: incident.resolvedAt ?? incident.openedAt,
  signal: '',
  incident,
  starts: [],
  openings: [],
})

/** The line that it says it is about. */
export function lineOf(incoming: Incoming): string {
  switch (incoming.kind) {
    case 'alarm':
    case 'device':
    case 'event':
    case 'closing':
    case 'pull':
    case 'contributor':
      return incoming.line
    case 'answer':
    case 'resolve':
    case 'undo':
    case 'approve':
    case 'refuse':
    case 'run':
    case 'end-stop':
    case 'restore':
      return lineNamedIn(incoming.incident)
  }
}

function incidentOf(snapshot: Snapshot, { incident: id }: Exclude<Act, Pull>): Incident {
  const incident = snapshot.incident(id)
  if (incident !== undefined) return incident
  throw new Unusable(`there is no incident ${JSON.stringify(id)}; use the id in the field "incident" of Andon's events`)
}
