import { type CallForPeople, callOf, type CallState, isUnanswered } from './call-for-people.ts'
import { type Duration, toSeconds } from './duration.ts'
import type { Entry, EscalationSoFar, Incident } from './incident.ts'
import type { Instant } from './instant.ts'
import { type WeeklyHours, windowAt } from './windows.ts'

// Whom to call after how long without an answer.

/** One level of a line's escalation. */
export interface Level<Channel extends string = string> {
  /** How long after the call; at once unless told. */
  readonly after?: Duration
  /** The channel by which its people are called. */
  readonly tell: Channel
  /** Calls them again, as often as `times`, while nobody answers. */
  readonly repeat?: { readonly every: Duration; readonly times: number }
  /** Whoever is on call by this calendar is named. */
  readonly rota?: Rota
}

/** A calendar, in iCalendar's format, that says who is on call. */
export type Rota =
  /** `https:`; the address may be a secret, for whoever knows it can read the calendar: then put it into a parameter. */
  | { readonly url: string }
  /** The name of an SSM parameter, a SecureString, that holds the address. */
  | { readonly parameter: string }
  /** The calendar itself. */
  | { readonly events: string }

/** What of a line decides how a call on it is followed up. */
export interface FollowUp {
  readonly answerWithin?: Duration
  readonly escalation?: readonly Level[]
  readonly quiet?: readonly WeeklyHours[]
}

/** Something that is done unless somebody answers. */
export type Moment = { readonly after: number } & (
  | { readonly what: 'stop'; readonly within: Duration }
  | { readonly what: 'tell'; readonly nth: number; readonly told: LevelTold }
)
/** @property time which of its calls it is, from 1 */
export interface LevelTold {
  readonly level: Level
  readonly number: number
  readonly time: number
  readonly times: number
}

/** What follows a call, in order; `after` in seconds. Of one instant the line stops last: then people know of it. */
export function momentsOf({ answerWithin, escalation = [] }: FollowUp, state: CallState): readonly Moment[] {
  const tells = escalation
    .flatMap((level, index) => {
      const { every = {}, times = 0 } = level.repeat ?? {}
      return Array.from({ length: times + 1 }, (_, time) => ({
        after: toSeconds(level.after ?? {}) + time * toSeconds(every),
        told: { level, number: index + 1, time: time + 1, times: times + 1 },
      }))
    })
    .toSorted((a, b) => a.after - b.after)
    .map((tell, nth): Moment => ({ what: 'tell', nth, ...tell }))
  if (state !== 'help' || answerWithin === undefined) return tells
  const stop: Moment = { what: 'stop', after: toSeconds(answerWithin), within: answerWithin }
  return [...tells, stop].toSorted((a, b) => a.after - b.after)
}

/** The call that a run of its own follows up, if this entry is one. A line that stops by itself goes on in its run. */
export function toFollowUp(entry: Entry, line: FollowUp): CallForPeople | undefined {
  const call = callOf(entry)
  if (call === undefined || entry.kind === 'escalated') return undefined
  const isQuiet = quietUntil({ ...entry.incident, state: call.state }, line, call.at) !== undefined
  return momentsOf(line, call.state).length > 0 || isQuiet ? call : undefined
}

/** Until when nobody is called to it; `undefined`: people are called. Only for what is of low severity, and no stop. */
export function quietUntil(
  { severity, state }: Pick<Incident, 'severity' | 'state'>,
  { quiet = [] }: Pick<FollowUp, 'quiet'>,
  at: Instant,
): Instant | undefined {
  return severity === 'low' && state === 'help' ? windowAt(quiet, at)?.until : undefined
}

/**
 * How far the escalation of a call has come as its run begins. An alarm that flaps goes on where it was: else it would
 * call the first level again and again, and never the last. One that is through begins anew.
 */
export function begunWith({ escalation }: Incident, { version }: CallForPeople, tells: number): EscalationSoFar {
  const goesOn = escalation !== undefined && escalation.call <= version && escalation.told < tells
  return goesOn ? escalation : { call: version, told: 0 }
}

/**
 * Whether a run still follows up its call: nobody has answered, it is not resolved, and no newer call has a run.
 * @param so how far that run has come
 */
export function isFollowedUp(incident: Incident, of: CallForPeople, so: EscalationSoFar): boolean {
  const { escalation, state, acknowledgedBy, answer } = incident
  // A person's new call takes it away.
  if (escalation === undefined) return so.told === 0 && isUnanswered(incident, of)
  if (escalation.call < so.call) return isUnanswered(incident, of)
  const calls = state === 'help' || state === 'stop'
  return escalation.call === so.call && calls && acknowledgedBy === undefined && answer === of.answer
}

/** "level 2: on-call is called again (2 of 3)" */
export const levelInWords = ({ level, number, time, times }: LevelTold): string =>
  `level ${number}: ${level.tell} is called${time > 1 ? ` again (${time} of ${times})` : ''}`
