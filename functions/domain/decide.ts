import type { Pull } from './act.ts'
import { decideAlarm } from './decide-alarm.ts'
import { decideClosing, decideEvent } from './decide-event.ts'
import type { Incident } from './incident.ts'
import { resolved } from './incident-changes.ts'
import { calledAgain, stopped } from './pull-changes.ts'
import { opened } from './incident-opened.ts'
import { change, type Decision, ignore, type Memory, note, openIncidentOf } from './memory.ts'
import type { DeviceSignal, Signal } from './signal.ts'

/** What a signal, or a pulled cord, means, given what is remembered of its key. */
export function decide(known: Memory | undefined, signal: Signal | Pull): Decision {
  const decision = decideByKind(known, signal)
  return opensAgain(known, decision) ? ignore('repeated') : decision
}

function decideByKind(known: Memory | undefined, signal: Signal | Pull): Decision {
  switch (signal.kind) {
    case 'alarm':
      return decideAlarm(known, signal)
    case 'event':
      return decideEvent(known, signal)
    case 'closing':
      return decideClosing(known, signal)
    case 'device':
    case 'pull':
      return decideOther(known, signal)
  }
}

/** It opened this very incident before, which was resolved in the same instant: two clicks within one second. */
const opensAgain = (known: Memory | undefined, decision: Decision): boolean =>
  decision.kind === 'change' && decision.change.before === undefined && decision.change.after.id === known?.incident?.id

function decideOther(known: Memory | undefined, signal: DeviceSignal | Pull): Decision {
  if (known && signal.id === known.signal) return ignore('repeated')
  // Messages may arrive late; the sender's clock decides which came first.
  if (known && isStale(known, signal)) return ignore('stale')
  return signal.kind === 'pull' ? decidePull(known, signal) : decideDevice(known, signal)
}

/** Both at the same instant: the order of arrival must not matter, so what is wrong has the last word. */
function isStale(known: Memory, signal: DeviceSignal | Pull): boolean {
  if (signal.at !== known.at) return signal.at < known.at
  return signal.kind === 'device' && signal.state === 'ok'
}

function decideDevice(known: Memory | undefined, signal: DeviceSignal): Decision {
  const incident = openIncidentOf(known)
  if (signal.state === 'ok') {
    if (incident === undefined) return note(known, signal, 'nothing-open')
    return change(known, signal, resolved(incident, signal.at, signal.saidBy))
  }
  if (incident) return note(known, signal, 'already-open')
  return change(known, signal, opened(signal, 'help', 'people are called'))
}

function decidePull(known: Memory | undefined, signal: Pull): Decision {
  const incident = openIncidentOf(known)
  switch (signal.click) {
    case 'SINGLE':
      if (incident) return decideFurtherCall(known, incident, signal)
      return change(known, signal, opened(signal, 'help', `${signal.by} calls for help`))
    case 'LONG':
      if (incident?.state === 'stop') return decideFurtherCall(known, incident, signal)
      if (incident) return change(known, signal, stopped(incident, signal))
      return change(known, signal, opened(signal, 'stop', `${signal.by} stopped the line`))
    case 'DOUBLE':
      if (incident === undefined) return note(known, signal, 'nothing-open')
      return change(known, signal, resolved(incident, signal.at, signal.by))
  }
}

/**
 * Somebody pulls the cord while its call is open. Who pulls after an answer, or says something new, has a second
 * problem: it is a call of its own. Else people are called already, and a call more would only be noise.
 */
function decideFurtherCall(known: Memory | undefined, incident: Incident, signal: Pull): Decision {
  const saysSomethingNew = signal.reason !== '' && signal.reason !== incident.reason
  if (incident.acknowledgedBy === undefined && !saysSomethingNew) return note(known, signal, 'already-open')
  return change(known, signal, calledAgain(incident, signal))
}
