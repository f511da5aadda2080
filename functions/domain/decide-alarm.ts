import { flapsBeyond, flapsInWords } from './flapping.ts'
import type { Incident } from './incident.ts'
import { ended, reopened, withData, withoutData } from './alarm-changes.ts'
import { isClearing } from './clearing.ts'
import { opened } from './incident-opened.ts'
import { type Instant, inWords, secondsBetween } from './instant.ts'
import { change, type Decision, ignore, type Memory, note, openIncidentOf, withinTheHour } from './memory.ts'
import { originInWords } from './origin.ts'
import type { AlarmSignal, ChosenPlaybook, EventSignal } from './signal.ts'
import { beginsByItself } from './trust.ts'

/** What an alarm's change means, or what CloudWatch answered when it was asked, given what is remembered of the alarm. */
export function decideAlarm(known: Memory | undefined, signal: AlarmSignal): Decision {
  const counted = countedOf(known, signal)
  if (typeof counted === 'string') return ignore(counted)
  switch (signal.state) {
    case 'alarm':
      return decideHolds(known, counted, signal.at)
    case 'no-data':
      return signal.noData === 'resolve' ? decideEnded(known, counted) : decideNoData(known, signal)
    case 'ok':
    case 'deleted':
    case 'muted':
    case 'suppressed':
      return decideEnded(known, counted)
  }
}

/**
 * CloudWatch's answers may be a little older than its events: for so long after an event an answer that contradicts it
 * does not count. Seconds.
 */
const lag = 10

/**
 * The signal as it counts, or why it does not. An event counts by the alarm's own time, in whatever order events arrive.
 * An answer of CloudWatch says how the alarm stands at the time of asking: it also counts against what was heard since
 * the alarm changed, such as a time from a clock gone wrong, or that it was muted then; and its time is that of asking.
 */
function countedOf(known: Memory | undefined, signal: AlarmSignal): AlarmSignal | 'stale' | 'repeated' {
  if (known === undefined) return signal
  if (signal.seen === undefined) {
    if (signal.id === known.signal) return 'repeated'
    return isStale(known, signal) ? 'stale' : signal
  }
  if (signal.at > known.at) return signal
  const age = secondsBetween(known.at, signal.seen)
  if (signal.at === known.at ? age < 0 : age < lag) return 'stale'
  return { ...signal, at: signal.seen, id: `${signal.seen} ${signal.state}` }
}

/** ALARM and another state at the same instant: the order of arrival must not matter, so ALARM has the last word. */
function isStale(known: Memory, signal: AlarmSignal): boolean {
  if (signal.at !== known.at) return signal.at < known.at
  return signal.state !== 'alarm'
}

/** @param since when the alarm went off, which may be long before it was asked */
function decideHolds(known: Memory | undefined, signal: AlarmSignal, since: Instant): Decision {
  const incident = openIncidentOf(known)
  if (incident) {
    if (incident.noDataSince !== undefined && signal.at > incident.noDataSince)
      return change(known, signal, withData(incident, signal.at))
    return signal.at === since ? note(known, signal, 'already-open') : ignore('repeated')
  }
  if (known?.incident && isEndedByAPerson(known.incident, since)) return ignore('stale')
  return decideOpening(known, signal)
}

/** Somebody said that it is over, while the alarm held: only its next change counts against that. */
const isEndedByAPerson = ({ resolvedAt, resolvedBy }: Incident, since: Instant) =>
  resolvedBy !== 'the alarm' && resolvedAt !== undefined && since <= resolvedAt

/** A memory is one small item. */
const openingsKept = 20

/** Nothing is open: a machine tries, or people are called. */
export function decideOpening(known: Memory | undefined, signal: AlarmSignal | EventSignal): Decision {
  const earlier = withinTheHour(known?.openings, signal.at)
  const openings = [...earlier.slice(-openingsKept), signal.at]
  const flaps = flapsInWords(openings.length, signal.kind)
  const starts = withinTheHour(known?.starts, signal.at)
  const { playbook } = signal
  // A rung that only observes or suggests runs nothing.
  const acting = playbook !== undefined && beginsByItself(playbook.trust) ? playbook : undefined
  const remembered = (made: ReturnType<typeof change>, started: readonly Instant[] = starts): Decision => ({
    ...made,
    memory: { ...made.memory, starts: started, openings },
  })
  // A fix that must be repeated again and again fixes nothing: people take a look instead.
  const old = oldNewsInWords(known, signal)
  if (acting !== undefined && old.length === 0 && starts.length < acting.atMostPerHour) {
    const text = [howItBegins(acting), ...flaps].join('; ')
    return remembered(change(known, signal, opened(signal, 'working', text, acting)), [...starts, signal.at])
  }
  const ran = starts.length > 0 && acting ? [`${acting.title} already ran ${starts.length} times within the hour`] : []
  const because = [...old, ...withheldInWords(signal), ...ran, ...flaps].join(', and ')
  const call = callOf(signal)
  const text = because === '' ? call.text : `${call.text}: ${because}`
  const last = known?.incident
  if (last !== undefined && isClearing(last.resolvedBy) && flapsBeyond(openings.length))
    return remembered(change(known, signal, reopened(last, signal, call.state, text)))
  if (playbook !== undefined && acting === undefined && old.length === 0) {
    const said = [howItBegins(playbook), ...flaps].join('; ')
    return remembered(change(known, signal, opened(signal, call.state, said, playbook)))
  }
  return remembered(change(known, signal, opened(signal, call.state, text)))
}

function howItBegins({ title, trust }: ChosenPlaybook): string {
  switch (trust) {
    case 'observe':
      return `people are called; ${title} only observes`
    case 'suggest':
      return `people are called; ${title} looks for what it can suggest`
    case 'approve':
      return `${title} is started, and will ask before it acts`
    case 'auto':
      return `${title} is started`
  }
}
/** What is asked of people. */
const callOf = (signal: AlarmSignal | EventSignal) =>
  signal.kind === 'event' && signal.severity === 'stop'
    ? ({ state: 'stop', text: `the line stops: ${signal.source} is that severe in andon.config.ts` } as const)
    : ({ state: 'help', text: 'people are called' } as const)

/** Seconds. */
const longAgo = 3600

/**
 * Of an alarm that went off long before it was asked, and of which nothing was heard before: people may have tried much
 * since, and on the day of the first deployment every machine would start at once.
 */
const oldNewsInWords = (known: Memory | undefined, signal: AlarmSignal | EventSignal): readonly string[] =>
  known === undefined && signal.kind === 'alarm' && isOld(signal)
    ? [`it holds since ${inWords(signal.at)}, long before Andon heard of it`]
    : []
const isOld = ({ at, seen }: AlarmSignal) => seen !== undefined && secondsBetween(at, seen) > longAgo

/** A playbook that knows of this alarm, but not of one from there, is named: it may have been forgotten. */
const withheldInWords = (signal: AlarmSignal | EventSignal): readonly string[] =>
  signal.withheld === undefined ? [] : [`${signal.withheld} is not for ${signal.kind}s of ${originInWords(signal)}`]

function decideEnded(known: Memory | undefined, signal: AlarmSignal): Decision {
  const incident = openIncidentOf(known)
  if (incident) return change(known, signal, ended(incident, signal))
  return signal.seen === undefined ? note(known, signal, 'nothing-open') : ignore('nothing-open')
}

/**
 * Without data nobody can tell how it stands: it stays open, and what is remembered stays too, for an OK from before may
 * still be on its way.
 */
function decideNoData(known: Memory | undefined, signal: AlarmSignal): Decision {
  const incident = openIncidentOf(known)
  if (known === undefined || incident === undefined) return ignore('no-data')
  if (incident.noDataSince !== undefined && signal.at <= incident.noDataSince) return ignore('repeated')
  const made = withoutData(incident, signal.at, signal.noData ?? 'keep')
  return { kind: 'change', change: made, memory: { ...known, incident: made.after } }
}
