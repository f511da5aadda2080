import { toSeconds } from '../domain/duration.ts'
import type { AboutToDo, JointVerdict } from '../domain/guards/guard.ts'
import { longestHold, shortHold } from '../domain/hold.ts'
import type { Change, Incident } from '../domain/incident.ts'
import { decisionAsked, held } from '../domain/run-changes.ts'
import { judgedBy } from '../domain/judged.ts'
import { type Instant, inWords, secondsBetween } from '../domain/instant.ts'
import { type Line, newLine, withChange } from '../domain/line.ts'
import { askGuards, type GuardedPorts } from './ask-guards.ts'
import { existing } from './record.ts'
import { untilNoConflict } from './until-no-conflict.ts'

type Hold = Extract<JointVerdict, { kind: 'hold' }>

/** What is known when a hold is written down: all of it was read for the guards. */
interface Situation {
  readonly hold: Hold
  readonly incident: Incident
  readonly line: Line | undefined
  readonly now: Instant
}

/**
 * Writes down that a playbook waits, and by which callback it is to be told to go on. That stands on the line's own
 * item, written on condition that line and incident are still as they were read. So whoever clears the line, or
 * decides, finds it there.
 * @returns 'go-on' when there is nothing of that kind to wait for by now: the guards are to be asked again
 */
export function hold(ports: GuardedPorts, id: string, callback: string, about?: AboutToDo): Promise<'held' | 'go-on'> {
  return whileHeld(ports, id, about, async ({ hold: { because, until, against }, incident, line, now }) => {
    if (until.kind === 'instant') return 'go-on'
    // Written by an attempt whose end was not heard of.
    if (line?.held.some((other) => other.callback === callback)) return 'held'
    const change =
      until.kind === 'decision'
        ? decisionAsked(incident, because, callback, now, about?.plan)
        : held(incident, because, callback, now, true)
    await save(ports, line, judgedBy(change, against, now), now)
    return 'held'
  })
}

/**
 * Writes down that a playbook waits for a time to come.
 * @returns how many seconds it waits; 'go-on' when there is no time to wait for by now
 */
export function holdUntilThen(
  ports: GuardedPorts,
  id: string,
  about?: AboutToDo,
): Promise<number | 'too-long' | 'go-on'> {
  return whileHeld(ports, id, about, async ({ hold, incident, line, now }) => {
    const { because, until, forAnotherMachine, against } = hold
    if (until.kind !== 'instant') return 'go-on'
    const seconds = Math.max(1, Math.ceil(secondsBetween(now, until.at)))
    if (seconds > toSeconds(longestHold)) return 'too-long'
    const inFull = `${because}; it looks again at ${inWords(until.at)}`
    const isWritten = incident.held === inFull && !line?.held.some((other) => other.incident === id)
    const calls = !forAnotherMachine && seconds > shortHold
    const change = held(incident, inFull, undefined, now, calls)
    if (!isWritten) await save(ports, line, judgedBy(change, against, now), now)
    return seconds
  })
}

/** Asks the guards once more, and does the work on condition that nothing of what they were told changes meanwhile. */
function whileHeld<T>(
  ports: GuardedPorts,
  id: string,
  about: AboutToDo | undefined,
  work: (held: Situation) => Promise<T>,
): Promise<T | 'go-on'> {
  return untilNoConflict(ports.clock, async () => {
    const incident = await existing(ports.incidents, id)
    const { verdict, line } = await askGuards(ports, incident, about)
    if (verdict.kind !== 'hold') return 'go-on'
    return work({ hold: verdict, incident, line, now: ports.clock.now() })
  })
}

async function save({ incidents }: GuardedPorts, before: Line | undefined, change: Change, now: Instant) {
  const after = withChange(before ?? newLine(change.after.line, now), change, false, now)
  await incidents.save({ change, line: { before, after } })
}
