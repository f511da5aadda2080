import type { CallMessage, LineFacts, Message, NotTold, Posting, Sender, Sending } from '../channels/sender.ts'
import {
  type Calling,
  type DueNotice,
  type IncidentNews,
  isDueAnew,
  isTold,
  type News,
  type Nothing,
  type Notice,
  type PagerState,
  type Recipient,
  whatToTell,
} from '../domain/notice.ts'
import type { Incidents, Notices } from '../ports.ts'

export interface TellPorts {
  readonly incidents: Incidents
  readonly notices: Notices
  /** A channel by its name; `undefined` when it does not exist. */
  readonly sender: (channel: string) => Promise<Sender | undefined>
  /** What the config says of a line. */
  readonly line: (name: string) => LineFacts
  /** Of which calls a channel is told; of every one unless told. */
  readonly recipient?: (line: string, channel: string) => Recipient
}

/** What became of a notice. */
export type NoticeEnd = Posting | Sending | Nothing

/** Asked before anybody waits for the channel's pace: what comes late or twice needs no turn. */
export const wasTold = async ({ notices }: Pick<TellPorts, 'notices'>, due: DueNotice): Promise<boolean> =>
  isTold(await notices.find(due.about, due.channel), due.version)

/** Brings one channel up to date on one incident or line, in the way that the channel can. */
export async function tell(ports: TellPorts, due: DueNotice): Promise<NoticeEnd> {
  const sender = await ports.sender(due.channel)
  if (sender === undefined)
    return refused(`andon.config.ts has no channel ${due.channel}: add it there and deploy, or delete this message`)
  const news = await newsOf(ports, due)
  if (news.kind === 'refused') return news
  const told = await ports.notices.find(due.about, due.channel)
  switch (sender.can) {
    case 'update':
      return tellInPlace(ports, due, sender, told, news)
    case 'send': {
      const telling = whatToTell(sender.can, told, news)
      if (telling.kind === 'nothing') return telling
      return keepSent(ports, due, telling.of.incident.version, await sender.send(messageOf(ports, telling.of)))
    }
    case 'call': {
      const telling = whatToTell(sender.can, told, news, recipientOf(ports, due, news))
      if (telling.kind === 'nothing') return telling
      return keepSent(ports, due, telling.call.version, await sender.call(callMessageOf(ports, telling)))
    }
    case 'page':
      return tellPager(ports, due, sender, told, news)
  }
}

/** The pager rings until it is told that somebody is on it, or that it is over. */
async function tellPager(
  ports: TellPorts,
  due: DueNotice,
  sender: Extract<Sender, { can: 'page' }>,
  told: Notice | undefined,
  news: News,
): Promise<NoticeEnd> {
  const telling = whatToTell(sender.can, told, news, recipientOf(ports, due, news))
  if (telling.kind === 'nothing') return telling
  const { key } = telling
  const keep = async (version: number, is: PagerState, said: Sending) => {
    if (said.kind === 'told') await ports.notices.save(due.about, due.channel, { kind: 'paged', version, key, is })
    return said
  }
  if (telling.kind === 'call') {
    const said = await sender.trigger(key, callMessageOf(ports, telling))
    const settled =
      telling.instead === undefined || said.kind !== 'told' ? said : await sender.settle(telling.instead, 'resolved')
    return keep(telling.call.version, 'triggered', settled)
  }
  const is = telling.kind === 'resolve' ? 'resolved' : 'acknowledged'
  return keep(telling.of.incident.version, is, await sender.settle(key, is))
}

const recipientOf = ({ recipient }: TellPorts, { channel }: DueNotice, news: News): Recipient | undefined =>
  news.kind === 'incident' ? recipient?.(news.incident.line, channel) : undefined

/** One message, which is changed as the incident moves. */
async function tellInPlace(
  ports: TellPorts,
  due: DueNotice,
  sender: Extract<Sender, { can: 'update' }>,
  told: Notice | undefined,
  news: News,
): Promise<NoticeEnd> {
  const telling = whatToTell(sender.can, told, news)
  if (telling.kind === 'nothing') return telling
  const message = messageOf(ports, telling.of)
  const keep = (said: Posting) => keepPosted(ports, due, message.incident.version, said)
  const post = async () => {
    // Saved first: after a crash this says that a message may have been posted.
    await ports.notices.save(due.about, due.channel, { kind: 'posting' })
    return keep(await sender.post(message))
  }
  const update = async (ref: string, version?: number) => {
    const said = await sender.update(ref, message)
    if (said.kind !== 'unchangeable') return keep(said)
    return isDueAnew(said.is, version, telling.of) ? post() : keep({ kind: 'told', ref })
  }

  switch (telling.kind) {
    case 'update':
      return update(telling.ref, telling.version)
    case 'post':
      return post()
    case 'look': {
      const found = await sender.findPosted(due.about)
      if (found.kind === 'not-there') return keep(await sender.post(message))
      return found.kind === 'told' ? update(found.ref) : found
    }
  }
}

async function keepPosted(ports: TellPorts, due: DueNotice, version: number, said: Posting): Promise<Posting> {
  if (said.kind === 'told') {
    await ports.notices.save(due.about, due.channel, { kind: 'posted', ref: said.ref, version })
  }
  return said
}

async function keepSent(ports: TellPorts, due: DueNotice, version: number, said: Sending): Promise<Sending> {
  if (said.kind === 'told') await ports.notices.save(due.about, due.channel, { kind: 'sent', version })
  return said
}

async function newsOf({ incidents }: TellPorts, { about, version }: DueNotice): Promise<News | Refused> {
  if ('line' in about) {
    const line = await incidents.line(about.line)
    return line === undefined ? refused(`there is no line ${about.line}`) : { kind: 'line', line }
  }
  const incident = await incidents.find(about.incident)
  if (incident === undefined) return refused(`there is no incident ${about.incident}`)
  return { kind: 'incident', incident, timeline: await incidents.timelineOf(incident.id), version }
}

const messageOf = ({ line }: TellPorts, { incident, timeline }: IncidentNews): Message => ({
  incident,
  line: line(incident.line),
  timeline,
})

const callMessageOf = (ports: TellPorts, { of, call, isLevel }: Calling): CallMessage => ({
  ...messageOf(ports, of),
  call,
  isLevel,
})

type Refused = Extract<NotTold, { kind: 'refused' }>
const refused = (because: string): Refused => ({ kind: 'refused', because })
