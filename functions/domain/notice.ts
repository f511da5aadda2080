import { type CallForPeople, callOf, isUnanswered } from './call-for-people.ts'
import type { Entry, Incident } from './incident.ts'
import type { Line } from './line.ts'

/** What a channel is told about: one incident, or one line as a whole. */
export type About = { readonly incident: string } | { readonly line: string }

/** One channel is to be told of one change. */
export interface DueNotice {
  readonly about: About
  /** The incident's by that change; of a line its `v`. */
  readonly version: number
  readonly channel: string
}

/** What one channel has been told. */
export type Notice =
  /** A first message is on its way or was lost; only a look into the channel can tell. */
  | { readonly kind: 'posting' }
  /** One message, which is kept up to date. */
  | { readonly kind: 'posted'; readonly ref: string; readonly version: number }
  /** A message for each change; this was the last. */
  | { readonly kind: 'sent'; readonly version: number }

/** Whether a channel knows of this change, or of a later one: several changes are often told as one. */
export const isTold = (notice: Notice | undefined, version: number): boolean =>
  notice !== undefined && notice.kind !== 'posting' && notice.version >= version

/** What there is to tell, as it stands now. */
export type News = IncidentNews | { readonly kind: 'line'; readonly line: Line }
export interface IncidentNews {
  readonly kind: 'incident'
  readonly incident: Incident
  /** Oldest first. */
  readonly timeline: readonly Entry[]
  /** The version of the change that this notice is of. */
  readonly version: number
}

/** What a channel can do. */
export type Ability =
  /** Change in place what it posted, and find it again when the response was lost. */
  | 'update'
  /** Nothing but send: each change is a message of its own. */
  | 'send'
  /** Send calls alone, to people who may be asleep. */
  | 'call'

export interface Nothing {
  readonly kind: 'nothing'
  readonly because: 'already-told' | 'no-call' | 'told-that-it-flaps' | 'no-longer-wanted' | 'no-words-for-a-line'
}
export type TellingInPlace =
  | Nothing
  | { readonly kind: 'post'; readonly of: IncidentNews }
  /** An earlier attempt may have got through: look before posting again. */
  | { readonly kind: 'look'; readonly of: IncidentNews }
  /** @property version of what the message says now */
  | { readonly kind: 'update'; readonly of: IncidentNews; readonly ref: string; readonly version: number }
export type TellingOnce = Nothing | { readonly kind: 'send'; readonly of: IncidentNews }
export type TellingOfCall = Nothing | { readonly kind: 'call'; readonly of: IncidentNews; readonly call: CallForPeople }

/**
 * What a channel is to be told now, given what it can do and what it was told, and why when it is nothing. Notices that
 * come late or twice find nothing to do.
 */
export function whatToTell(can: 'update', told: Notice | undefined, news: News): TellingInPlace
export function whatToTell(can: 'send', told: Notice | undefined, news: News): TellingOnce
export function whatToTell(can: 'call', told: Notice | undefined, news: News): TellingOfCall
export function whatToTell(
  can: Ability,
  told: Notice | undefined,
  news: News,
): TellingInPlace | TellingOnce | TellingOfCall {
  // A line is seen on its lamps; no channel has words for it yet.
  if (news.kind === 'line') return nothing('no-words-for-a-line')
  switch (can) {
    case 'update':
      return inPlace(told, news)
    case 'send':
      return isTold(told, news.version) ? nothing('already-told') : { kind: 'send', of: news }
    case 'call':
      return isTold(told, news.version) ? nothing('already-told') : ofCall(news)
  }
}

function inPlace(told: Notice | undefined, of: IncidentNews): TellingInPlace {
  // 'sent': by another kind of channel that had this name before.
  if (told === undefined || told.kind === 'sent') return { kind: 'post', of }
  if (told.kind === 'posting') return { kind: 'look', of }
  if (isTold(told, of.incident.version)) return nothing('already-told')
  return { kind: 'update', of, ref: told.ref, version: told.version }
}

function ofCall(of: IncidentNews): TellingOfCall {
  const entry = of.timeline.find(({ incident }) => incident.version === of.version)
  // Its fifth opening was told; a pager that goes off each time would be switched off.
  if (entry?.kind === 'reopened') return nothing('told-that-it-flaps')
  const call = entry && callOf(entry)
  if (call === undefined) return nothing('no-call')
  return isUnanswered(of.incident, call) ? { kind: 'call', of, call } : nothing('no-longer-wanted')
}

/**
 * Whether a new message must follow one that can no longer be changed. One that somebody deleted stays away until people
 * are called again. One that stands as it was must not go on saying what is no longer so; not every step is worth one.
 * @param told the version of which it was, as far as that is known
 */
export function isDueAnew(is: 'deleted' | 'fixed', told: number | undefined, { incident, timeline }: IncidentNews) {
  const since = timeline.filter(({ incident: { version } }) => version > (told ?? 0))
  const isWanted = since.some((entry) => {
    const call = callOf(entry)
    return (call !== undefined && isUnanswered(incident, call)) || isAsked(entry, incident)
  })
  if (is === 'deleted' || isWanted) return isWanted
  const before = timeline.find(({ incident: { version } }) => version === told)
  return before?.incident.state !== incident.state
}

/** A person is to decide, now as by then. */
const isAsked = ({ kind, incident: { state } }: Entry, now: Incident) =>
  kind === 'held' && state === 'approval' && now.state === 'approval'

const nothing = (because: Nothing['because']): Nothing => ({ kind: 'nothing', because })
