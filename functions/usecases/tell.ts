import { whatToTell } from '../domain/notice.ts'
import type { Incident } from '../domain/incident.ts'
import type { Chat, DueNotice, Incidents, Message, Notices, Told } from '../ports.ts'

export interface TellPorts {
  readonly incidents: Incidents
  readonly notices: Notices
  readonly chat: Chat
  readonly lineTitle: (line: string) => string
}

export type Outcome = Told | { readonly kind: 'nothing'; readonly because: string }

/** Whether a later version, or this one, has been told already: several changes are often told as one. */
export async function isTold({ notices }: Pick<TellPorts, 'notices'>, due: DueNotice): Promise<boolean> {
  const notice = await notices.find(due.incident, due.channel)
  return notice?.kind === 'posted' && notice.version >= due.version
}

/** Brings one channel up to date on one incident: one message, which is changed as the incident moves. */
export async function tell(ports: TellPorts, { incident: id, channel }: DueNotice): Promise<Outcome> {
  const incident = await ports.incidents.find(id)
  if (incident === undefined) return { kind: 'refused', because: `there is no incident ${id}` }

  const telling = whatToTell(incident, await ports.notices.find(id, channel))
  switch (telling.kind) {
    case 'nothing':
      return telling
    case 'update':
      return update(ports, incident, channel, telling.ref)
    case 'post':
      // Kept before it is tried: whoever finds this later knows that a message may be there already.
      await ports.notices.save(id, channel, { kind: 'posting' })
      return post(ports, incident, channel)
    case 'look': {
      const found = await ports.chat.findPosted(channel, id)
      if (found.kind === 'not-there') return post(ports, incident, channel)
      if (found.kind !== 'told') return found
      return update(ports, incident, channel, found.ref)
    }
  }
}

async function update(ports: TellPorts, incident: Incident, channel: string, ref: string): Promise<Outcome> {
  const said = await ports.chat.update(channel, ref, await messageOf(ports, incident))
  return keep(ports, incident, channel, said.kind === 'gone' ? { kind: 'told', ref } : said)
}

const post = async (ports: TellPorts, incident: Incident, channel: string) =>
  keep(ports, incident, channel, await ports.chat.post(channel, await messageOf(ports, incident)))

async function keep({ notices }: TellPorts, { id, version }: Incident, channel: string, said: Told): Promise<Outcome> {
  if (said.kind === 'told') await notices.save(id, channel, { kind: 'posted', ref: said.ref, version })
  return said
}

const messageOf = async ({ incidents, lineTitle }: TellPorts, incident: Incident): Promise<Message> => ({
  incident,
  line: { title: lineTitle(incident.line) },
  timeline: await incidents.timelineOf(incident.id),
})
