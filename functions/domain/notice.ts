import { type CallForPeople, callOf, isUnanswered } from './call-for-people.ts'
import { quietUntil } from './escalation.ts'
import type { Entry, Incident } from './incident.ts'
import type { Line } from './line.ts'
import { pagerKey } from './pager-key.ts'
import type { WeeklyHours } from './windows.ts'

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
  /** A pager was called. `key`: how its service names the alert. */
  | { readonly kind: 'paged'; readonly version: number; readonly key: string; readonly is: PagerState }
export type PagerState = 'triggered' | 'acknowledged' | 'resolved'

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
  /** Call people until the pager is told that the call was answered, or that it is over. */
  | 'page'

/** Of which calls a channel is told. */
export interface Recipient {
  readonly channel: string
  /** Only when a level of the escalation names it; otherwise of every call. */
  readonly onlyLevels: boolean
  readonly quiet?: readonly WeeklyHours[]
}
/** Of a line that the config does not know: told too often is better than not at all. */
const ofEveryCall: Recipient = { channel: '', onlyLevels: false }

export interface Nothing {
  readonly kind: 'nothing'
  readonly because:
    | 'already-told'
    | 'no-call'
    | 'told-that-it-flaps'
    | 'no-longer-wanted'
    | 'no-words-for-a-line'
    | 'quiet-hours'
    | 'nobody-paged'
}
export type TellingInPlace =
  | Nothing
  | { readonly kind: 'post'; readonly of: IncidentNews }
  /** An earlier attempt may have got through: look before posting again. */
  | { readonly kind: 'look'; readonly of: IncidentNews }
  /** @property version of what the message says now */
  | { readonly kind: 'update'; readonly of: IncidentNews; readonly ref: string; readonly version: number }
export type TellingOnce = Nothing | { readonly kind: 'send'; readonly of: IncidentNews }
export type TellingOfCall = Nothing | Calling
export interface Calling {
  readonly kind: 'call'
  readonly of: IncidentNews
  readonly call: CallForPeople
  /** It is a level of the escalation that is called. */
  readonly isLevel: boolean
}
export type TellingAPager =
  | Nothing
  /** @property instead of this alert, which was answered: of a new call its pager would say nothing */
  | (Calling & { readonly key: string; readonly instead?: string })
  | { readonly kind: 'acknowledge' | 'resolve'; readonly of: IncidentNews; readonly key: string }

/**
 * What a channel is to be told now, given what it can do and what it was told, and why when it is nothing. Notices that
 * come late or twice find nothing to do.
 */
export function whatToTell(can: 'update', told: Notice | undefined, news: News): TellingInPlace
export function whatToTell(can: 'send', told: Notice | undefined, news: News): TellingOnce
export function whatToTell(can: 'call', told: Notice | undefined, news: News, to?: Recipient): TellingOfCall
export function whatToTell(can: 'page', told: Notice | undefined, news: News, to?: Recipient): TellingAPager
export function whatToTell(
  can: Ability,
  told: Notice | undefined,
  news: News,
  to = ofEveryCall,
): TellingInPlace | TellingOnce | TellingOfCall | TellingAPager {
  // A line is seen on its lamps; no channel has words for it yet.
  if (news.kind === 'line') return nothing('no-words-for-a-line')
  switch (can) {
    case 'update':
      return inPlace(told, news)
    case 'send':
      return isTold(told, news.version) ? nothing('already-told') : { kind: 'send', of: news }
    case 'call':
      return isTold(told, news.version) ? nothing('already-told') : ofCall(news, to)
    case 'page':
      return isTold(told, news.version) ? nothing('already-told') : byPager(told, news, to)
  }
}

function inPlace(told: Notice | undefined, of: IncidentNews): TellingInPlace {
  // The others: by another kind of channel that had this name before.
  if (told === undefined || told.kind === 'sent' || told.kind === 'paged') return { kind: 'post', of }
  if (told.kind === 'posting') return { kind: 'look', of }
  if (isTold(told, of.incident.version)) return nothing('already-told')
  return { kind: 'update', of, ref: told.ref, version: told.version }
}

function ofCall(of: IncidentNews, to: Recipient): TellingOfCall {
  const entry = of.timeline.find(({ incident }) => incident.version === of.version)
  if (entry?.kind === 'level-called' && entry.tell === to.channel) return ofLevel(entry, of)
  // Its fifth opening was told; a pager that goes off each time would be switched off.
  if (entry?.kind === 'reopened') return nothing('told-that-it-flaps')
  const call = entry && !to.onlyLevels ? callOf(entry) : undefined
  if (call === undefined) return nothing('no-call')
  if (quietUntil({ ...of.incident, state: call.state }, to, call.at) !== undefined) return nothing('quiet-hours')
  return isUnanswered(of.incident, call) ? { kind: 'call', of, call, isLevel: false } : nothing('no-longer-wanted')
}

/** It is wanted, too, where the line has stopped since: nobody has answered all the same. */
function ofLevel({ at, text, incident: then }: Entry, of: IncidentNews): TellingOfCall {
  const { id, line, state, answer, acknowledgedBy } = of.incident
  const calls = state === 'help' || state === 'stop'
  if (!calls || acknowledgedBy !== undefined || answer !== then.answer) return nothing('no-longer-wanted')
  const { version } = then
  const call = { incident: id, line, version, state, at, text, ...(answer !== undefined && { answer }) }
  return { kind: 'call', of, call, isLevel: true }
}

function byPager(told: Notice | undefined, of: IncidentNews, to: Recipient): TellingAPager {
  const { id, state, acknowledgedBy } = of.incident
  const open = told?.kind === 'paged' && told.is !== 'resolved' ? told : undefined
  if (state === 'resolved') return open === undefined ? nothing('nobody-paged') : { kind: 'resolve', of, key: open.key }
  if (acknowledgedBy !== undefined) {
    return open?.is === 'triggered' ? { kind: 'acknowledge', of, key: open.key } : nothing('nobody-paged')
  }
  const telling = ofCall(of, to)
  if (telling.kind === 'nothing') return telling
  if (open?.is === 'acknowledged') return { ...telling, key: pagerKey(id, telling.call.version), instead: open.key }
  return { ...telling, key: open?.key ?? pagerKey(id) }
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
