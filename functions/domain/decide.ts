import type { Pull } from './act.ts'
import { type Change, type Incident, isOpen } from './incident.ts'
import { opened, resolved, stopped } from './incident-changes.ts'
import { type Instant, minutesBefore } from './instant.ts'
import { originInWords } from './origin.ts'
import type { Signal } from './signal.ts'

/** What is remembered of a key, also while nothing is open: so a late signal is not taken for a new one. */
export interface Memory {
  /** Time and id of the newest signal that counted. */
  readonly at: Instant
  readonly signal: string
  /** The incident that the key opened last. */
  readonly incident?: Incident
  /** When a playbook was started for this key, within the last hour. */
  readonly starts: readonly Instant[]
}

export type Decision =
  /** Nothing is to be kept. */
  | { readonly kind: 'ignore'; readonly because: 'stale' | 'repeated' | 'no-data' }
  /** Only the memory changes, so that a late signal from before this one is known to be stale. */
  | { readonly kind: 'note'; readonly because: 'already-open' | 'nothing-open'; readonly memory: Memory }
  | { readonly kind: 'change'; readonly change: Change; readonly memory: Memory }

/** What a signal, or a pulled cord, means, given what is remembered of its key. */
export function decide(known: Memory | undefined, signal: Signal | Pull): Decision {
  if (signal.kind !== 'pull' && signal.state === 'no-data') return { kind: 'ignore', because: 'no-data' }
  if (known && signal.id === known.signal) return { kind: 'ignore', because: 'repeated' }
  // Messages may arrive late; the sender's clock decides which came first.
  if (known && isStale(known, signal)) return { kind: 'ignore', because: 'stale' }

  const decision = signal.kind === 'pull' ? decidePull(known, signal) : decideSignal(known, signal)
  return opensAgain(known, decision) ? { kind: 'ignore', because: 'repeated' } : decision
}

/** It opened this very incident before, which was resolved in the same instant: two clicks within one second. */
const opensAgain = (known: Memory | undefined, decision: Decision): boolean =>
  decision.kind === 'change' && decision.change.before === undefined && decision.change.after.id === known?.incident?.id

/** ALARM and OK at the same instant: the order of arrival must not matter, so ALARM has the last word. */
function isStale(known: Memory, signal: Signal | Pull): boolean {
  if (signal.at !== known.at) return signal.at < known.at
  return signal.kind !== 'pull' && signal.state === 'ok'
}

function decideSignal(known: Memory | undefined, signal: Signal): Decision {
  const incident = openIncidentOf(known)
  if (signal.state === 'ok') {
    if (incident === undefined) return note(known, signal, 'nothing-open')
    return change(known, signal, resolved(incident, signal.at, signal.kind === 'alarm' ? 'the alarm' : signal.saidBy))
  }
  if (incident) return note(known, signal, 'already-open')

  const playbook = signal.kind === 'alarm' ? signal.playbook : undefined
  if (playbook === undefined) return change(known, signal, opened(signal, 'help', callsPeople(signal)))

  // A fix that must be repeated again and again fixes nothing: people take a look instead.
  const recent = recentStarts(known, signal.at)
  if (recent.length >= playbook.atMostPerHour) {
    const because = `people are called: ${playbook.title} already ran ${recent.length} times within the hour`
    return change(known, signal, opened(signal, 'help', because))
  }
  const started = change(known, signal, opened(signal, 'working', `${playbook.title} is started`, playbook.name))
  return { ...started, memory: { ...started.memory, starts: [...recent, signal.at] } }
}

/** A playbook that knows of this alarm, but not of one from there, is named: it may have been forgotten. */
function callsPeople(signal: Signal): string {
  if (signal.kind !== 'alarm' || signal.withheld === undefined) return 'people are called'
  return `people are called: ${signal.withheld} is not for alarms of ${originInWords(signal)}`
}

function decidePull(known: Memory | undefined, signal: Pull): Decision {
  const incident = openIncidentOf(known)
  switch (signal.click) {
    case 'SINGLE':
      if (incident) return note(known, signal, 'already-open')
      return change(known, signal, opened(signal, 'help', `${signal.by} calls for help`))
    case 'LONG':
      if (incident?.state === 'stop') return note(known, signal, 'already-open')
      if (incident) return change(known, signal, stopped(incident, signal.at, signal.by))
      return change(known, signal, opened(signal, 'stop', `${signal.by} stopped the line`))
    case 'DOUBLE':
      if (incident === undefined) return note(known, signal, 'nothing-open')
      return change(known, signal, resolved(incident, signal.at, signal.by))
  }
}

const openIncidentOf = (known: Memory | undefined) =>
  known?.incident && isOpen(known.incident) ? known.incident : undefined

const recentStarts = (known: Memory | undefined, at: Instant) =>
  (known?.starts ?? []).filter((start) => start > minutesBefore(at, 60))

function note(known: Memory | undefined, signal: Signal | Pull, because: 'already-open' | 'nothing-open'): Decision {
  return { kind: 'note', because, memory: { starts: [], ...known, at: signal.at, signal: signal.id } }
}

function change(known: Memory | undefined, signal: Signal | Pull, made: Change) {
  const memory: Memory = {
    at: signal.at,
    signal: signal.id,
    incident: made.after,
    starts: recentStarts(known, signal.at),
  }
  return { kind: 'change', change: made, memory } as const satisfies Decision
}
