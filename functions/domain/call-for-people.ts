import type { Entry, EntryKind, Incident, OpenState } from './incident.ts'
import type { Instant } from './instant.ts'

/** People are called to an incident. */
export interface CallForPeople {
  readonly incident: string
  readonly line: string
  /** The incident's version by this call: there may be a more urgent one later. */
  readonly version: number
  readonly state: CallState
  readonly at: Instant
  /** Who calls, or why, in words. Hostile text. */
  readonly text: string
  /** Id of the answer to the call before, if there was one: another answer is an answer to this call. */
  readonly answer?: string
}
const calling: ReadonlySet<EntryKind> = new Set(['opened', 'called', 'refused', 'stopped', 'escalated'])

export type CallState = Extract<OpenState, 'help' | 'stop'>

/** The call that an entry of the timeline is, if it is one. */
export function callOf({ kind, at, text, incident }: Entry): CallForPeople | undefined {
  const { id, line, version, state, answer, acknowledgedBy, calledAt } = incident
  // Of an alarm that flaps: whoever answered is still on it.
  const callsAgain = kind === 'reopened' && acknowledgedBy === undefined
  // A machine that is held goes on waiting: only the first hold calls.
  const callsMeanwhile = kind === 'held' && calledAt === at
  if (!(callsAgain || callsMeanwhile || calling.has(kind)) || (state !== 'help' && state !== 'stop')) return undefined
  return { incident: id, line, version, state, at, text, ...(answer !== undefined && { answer }) }
}

/** Whether people are still wanted by this call: nobody has answered it, and no other has taken its place. */
export const isUnanswered = (
  { state, acknowledgedBy, answer }: Incident,
  call: Pick<CallForPeople, 'state' | 'answer'>,
): boolean => state === call.state && acknowledgedBy === undefined && answer === call.answer

/**
 * Whole seconds until something follows a call that nobody answers. It counts from when the call was made; but however
 * late it came through (a cord that was offline for hours), people have at least half of the time.
 * @param late how long ago the call was made, in seconds
 */
export const secondsLeft = (whole: number, late: number): number =>
  Math.ceil(Math.min(whole, Math.max(whole / 2, whole - late)))
