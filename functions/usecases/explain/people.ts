import { kindOf } from '../../channels/registry.ts'
import { recipientOn } from '../../channels/line-channels.ts'
import { inWords } from '../../domain/duration.ts'
import { levelInWords, type Moment, momentsOf, quietUntil } from '../../domain/escalation.ts'
import type { Change, Incident } from '../../domain/incident.ts'
import { type IncidentNews, type Nothing, type Notice, type Recipient, whatToTell } from '../../domain/notice.ts'
import type { Ability } from '../../domain/notice.ts'
import { own } from '../../domain/own.ts'
import type { Projection } from '../projection.ts'
import type { AboutEscalation, AboutMessage, AboutMoment, Part } from './explanation.ts'
import type { Known, KnownFacts } from './known.ts'

/** What each channel is told of a change. */
export function messagesOf(
  known: Known,
  { table }: KnownFacts,
  { after, entry }: Change,
  projections: readonly Projection[],
): Part<readonly AboutMessage[]> {
  const due = projections.flatMap((one) => (one.kind === 'notices' ? one.due : []))
  if (due.length === 0) return { not: `andon.config.ts has no channel for the line ${after.line}` }
  const news: IncidentNews = { kind: 'incident', incident: after, timeline: [entry], version: after.version }
  return due.flatMap(({ channel }) => {
    const settings = own(known.channels, channel)
    if (settings === undefined) return []
    const { can } = kindOf(settings)
    const told = own(table?.told ?? {}, channel)
    const tells = telling(can, told, news, recipientOn(known.lines, after.line, channel))
    return [{ channel, kind: settings.kind, tells }]
  })
}

function telling(can: Ability, told: Notice | undefined, news: IncidentNews, to: Recipient): AboutMessage['tells'] {
  const what = tellingOf(can, told, news, to)
  if (what.kind === 'nothing') return { not: silences[what.because] }
  return { how: tellings[what.kind], ...(what.kind === 'call' && { calls: true }) }
}

/** Asked as `tell` asks it. */
function tellingOf(can: Ability, told: Notice | undefined, news: IncidentNews, to: Recipient) {
  switch (can) {
    case 'update':
      return whatToTell(can, told, news)
    case 'send':
      return whatToTell(can, told, news)
    case 'call':
      return whatToTell(can, told, news, to)
    case 'page':
      return whatToTell(can, told, news, to)
  }
}

const tellings: Readonly<Record<Exclude<ReturnType<typeof tellingOf>['kind'], 'nothing'>, string>> = {
  post: 'posts a message, and keeps it up to date',
  look: 'looks for the message that it posted, and brings it up to date',
  update: 'brings its message up to date',
  send: 'sends a message',
  call: 'calls people',
  acknowledge: 'tells the pager that somebody has answered',
  resolve: 'tells the pager that it is over',
}

const silences: Readonly<Record<Nothing['because'], string>> = {
  'already-told': 'it was told already',
  'no-call': 'it is told of calls for people alone, and this is none',
  'told-that-it-flaps': 'the alarm flaps, and people were told so',
  'no-longer-wanted': 'somebody has answered',
  'no-words-for-a-line': 'it is told of incidents alone',
  'quiet-hours': 'it can wait until the quiet hours of the line are over',
  'nobody-paged': 'nobody was paged',
}

/** Who is called level by level, and when, while nobody answers. */
export function escalationOf(
  known: Known,
  { after }: Change,
  projections: readonly Projection[],
): Part<AboutEscalation> {
  const line = own(known.lines, after.line) ?? {}
  const [call] = projections.flatMap((one) => (one.kind === 'escalation' ? one.call : []))
  if (call !== undefined) {
    const quiet = quietUntil({ ...after, state: call.state }, line, call.at)
    return {
      begins: 'now',
      of: call.state,
      ...(quiet !== undefined && { quietUntil: quiet }),
      moments: momentsOf(line, call.state).map(inShort),
    }
  }
  if (after.state === 'resolved') return { not: 'it is over' }
  const later = momentsOf(line, after.state === 'stop' ? 'stop' : 'help')
  if (later.length === 0) return { not: noneFor(after) }
  if (after.state !== 'working' && after.state !== 'approval') return { not: whyNobody(after) }
  return { begins: 'later', of: 'help', moments: later.map(inShort) }
}

const noneFor = ({ state }: Incident): string =>
  state === 'stop'
    ? 'the line is stopped, and has no escalation whose levels would be called'
    : 'the line has no escalation and no answerWithin: nothing follows a call'

const whyNobody = ({ acknowledgedBy }: Incident): string =>
  acknowledgedBy === undefined ? 'this calls nobody anew' : 'somebody has answered'

function inShort(moment: Moment): AboutMoment {
  const { after } = moment
  if (moment.what === 'stop') {
    return { after, text: `the line stops, if nobody has answered within ${inWords(moment.within)}` }
  }
  const { level } = moment.told
  return { after, text: levelInWords(moment.told), tell: level.tell, ...(level.rota !== undefined && { byRota: true }) }
}
