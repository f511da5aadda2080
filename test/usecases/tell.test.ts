import { decide } from '../../functions/domain/decide.ts'
import type { CallMessage, Posting, Sender, Sending, Unchangeable } from '../../functions/channels/sender.ts'
import type { Entry, Incident } from '../../functions/domain/incident.ts'
import { newLine } from '../../functions/domain/line.ts'
import type { Notice } from '../../functions/domain/notice.ts'
import { tell, type TellPorts, wasTold } from '../../functions/usecases/tell.ts'
import { anAlarm, at } from '../signals.ts'

interface Team {
  version?: number
  /** The incident as it has become. */
  now?: Partial<Incident>
  /** What made it so. */
  kind?: Entry['kind']
  notice?: Notice
}

/** An incident that called for help at version 1, and a channel by its sender. */
function aTeam(sender: Sender, { version = 1, now = {}, kind = 'changed', notice }: Team = {}) {
  const decision = decide(undefined, anAlarm())
  if (decision.kind !== 'change') throw new Error('expected an incident')
  const { entry, after } = decision.change
  const incident: Incident = { ...after, version, ...now }
  const later: Entry = { kind, at: at('09:01'), text: 'more is known', incident }
  const kept: (Notice | undefined)[] = [notice]
  const ports: TellPorts = {
    incidents: {
      find: async (id) => (id === incident.id ? incident : undefined),
      timelineOf: async () => (version > 1 ? [entry, later] : [entry]),
      lookUp: () => Promise.reject(new Error('whoever tells takes nothing in')),
      cut: (writes) => [writes],
      line: async (name) => (name === 'checkout' ? newLine(name, at('09:00')) : undefined),
      save: async () => undefined,
    },
    notices: { find: async () => kept.at(-1), save: async (_, __, now) => void kept.push(now) },
    sender: async (name) => (name === 'checkout' ? sender : undefined),
    line: (title) => ({ title }),
  }
  return { ports, kept, due: { about: { incident: incident.id }, version, channel: 'checkout' } }
}

describe('a channel that can update', () => {
  /** A chat that remembers what it was asked. */
  function aChat({
    said = { kind: 'told', ref: 'C1 1.0' },
    there = false,
    updated = said,
    ...team
  }: Team & { said?: Posting; there?: boolean; updated?: Posting | Unchangeable } = {}) {
    const asked: string[] = []
    const chat: Sender = {
      can: 'update',
      post: async () => (asked.push('post'), said),
      update: async (ref) => (asked.push(`update ${ref}`), updated),
      findPosted: async () => (asked.push('look'), there ? { kind: 'told', ref: 'C1 0.9' } : { kind: 'not-there' }),
    }
    return { ...aTeam(chat, team), asked }
  }

  it('posts once, having noted that it will', async () => {
    const { ports, asked, kept, due } = aChat()
    await tell(ports, due)
    expect(asked).toEqual(['post'])
    expect(kept).toEqual([undefined, { kind: 'posting' }, { kind: 'posted', ref: 'C1 1.0', version: 1 }])
  })

  it('changes the same message as the incident moves', async () => {
    const { ports, asked, kept, due } = aChat({ version: 3, notice: { kind: 'posted', ref: 'C1 1.0', version: 1 } })
    await tell(ports, due)
    expect(asked).toEqual(['update C1 1.0'])
    expect(kept.at(-1)).toEqual({ kind: 'posted', ref: 'C1 1.0', version: 3 })
  })

  it('says nothing twice', async () => {
    const { ports, asked, due } = aChat({ version: 3, notice: { kind: 'posted', ref: 'C1 1.0', version: 3 } })
    expect(await wasTold(ports, due)).toBe(true)
    expect(await wasTold(ports, { ...due, version: 4 })).toBe(false)
    expect(await tell(ports, due)).toEqual({ kind: 'nothing', because: 'already-told' })
    expect(asked).toEqual([])
  })

  it('looks before it posts again what may have been posted', async () => {
    const lost = aChat({ notice: { kind: 'posting' } })
    await tell(lost.ports, lost.due)
    expect(lost.asked).toEqual(['look', 'post'])

    const arrived = aChat({ notice: { kind: 'posting' }, there: true })
    await tell(arrived.ports, arrived.due)
    expect(arrived.asked).toEqual(['look', 'update C1 0.9'])
  })

  it('saves nothing when the channel was not told', async () => {
    const later: Posting = { kind: 'later', because: 'Slack asks to wait', seconds: 3 }
    const { ports, kept, due } = aChat({ said: later })
    expect(await tell(ports, due)).toEqual(later)
    expect(kept.at(-1)).toEqual({ kind: 'posting' })
  })

  const once: Notice = { kind: 'posted', ref: 'C1 0.9', version: 1 }
  const deleted = { updated: { kind: 'unchangeable', is: 'deleted' } } as const
  const fixed = { updated: { kind: 'unchangeable', is: 'fixed' } } as const
  const stops = { now: { state: 'stop' }, kind: 'stopped' } as const

  it.each<[string, Parameters<typeof aChat>[0]]>([
    ['what somebody deleted, while nobody is called', { ...deleted, notice: once }],
    ['what somebody deleted, once it is resolved', { ...deleted, notice: once, now: { state: 'resolved' } }],
    ['what stands as it is, for a step on the way', { ...fixed, notice: once }],
  ])('leaves away %s, and does not ask again', async (_, story) => {
    const { ports, kept, asked, due } = aChat({ ...story, version: 2 })
    expect(await tell(ports, due)).toMatchObject({ kind: 'told' })
    expect(asked).toEqual(['update C1 0.9'])
    expect(kept.at(-1)).toEqual({ kind: 'posted', ref: 'C1 0.9', version: 2 })
  })

  it.each<[string, Parameters<typeof aChat>[0]]>([
    ['what somebody deleted, when the line stops', { ...deleted, ...stops }],
    ['what stands as it is, when the line stops', { ...fixed, ...stops }],
    ['what stands as it is, once it is resolved', { ...fixed, now: { state: 'resolved' }, kind: 'resolved' }],
    ['what stands as it is, when a person is to decide', { ...fixed, now: { state: 'approval' }, kind: 'held' }],
  ])('posts anew %s', async (_, story) => {
    const { ports, kept, asked, due } = aChat({ ...story, notice: once, version: 2 })
    expect(await tell(ports, due)).toMatchObject({ kind: 'told' })
    expect(asked).toEqual(['update C1 0.9', 'post'])
    expect(kept.slice(1)).toEqual([{ kind: 'posting' }, { kind: 'posted', ref: 'C1 1.0', version: 2 }])
  })

  it('posts anew what was deleted before its answer was heard', async () => {
    const { ports, asked, due } = aChat({ ...deleted, notice: { kind: 'posting' }, there: true })
    await tell(ports, due)
    expect(asked).toEqual(['look', 'update C1 0.9', 'post'])
  })

  it('posts again where another kind of channel had its name before', async () => {
    const { ports, asked, due } = aChat({ version: 2, notice: { kind: 'sent', version: 1 } })
    await tell(ports, due)
    expect(asked).toEqual(['post'])
  })
})

describe('a channel that can do nothing but send', () => {
  function aWebhook({ said = { kind: 'told' }, ...team }: Team & { said?: Sending } = {}) {
    const sent: number[] = []
    const webhook: Sender = { can: 'send', send: async ({ incident }) => (sent.push(incident.version), said) }
    return { ...aTeam(webhook, team), sent }
  }

  it('sends each change as a message of its own, once, and several that wait as one', async () => {
    const { ports, sent, kept, due } = aWebhook({ version: 4, notice: { kind: 'sent', version: 1 } })
    for (const version of [2, 3, 4]) await tell(ports, { ...due, version })
    expect(sent).toEqual([4])
    expect(kept.at(-1)).toEqual({ kind: 'sent', version: 4 })
  })

  it('saves nothing when the channel was not told', async () => {
    const { ports, kept, due } = aWebhook({ said: { kind: 'later', because: 'out of order' } })
    await tell(ports, due)
    expect(kept).toEqual([undefined])
  })
})

describe('a channel of calls', () => {
  function aPager(team: Team = {}) {
    const calls: CallMessage['call'][] = []
    const pager: Sender = { can: 'call', call: async ({ call }) => (calls.push(call), { kind: 'told' }) }
    return { ...aTeam(pager, team), calls }
  }

  it('is told of a call once, though more has happened since', async () => {
    const { ports, calls, kept, due } = aPager({ version: 2 })
    const call = { ...due, version: 1 }
    await tell(ports, call)
    expect(await wasTold(ports, call)).toBe(true)
    expect(await tell(ports, call)).toEqual({ kind: 'nothing', because: 'already-told' })
    expect(calls).toMatchObject([{ version: 1, state: 'help', text: 'people are called' }])
    expect(kept.at(-1)).toEqual({ kind: 'sent', version: 1 })
  })

  it('is told of nothing that calls nobody', async () => {
    const { ports, calls, due } = aPager({ version: 2 })
    expect(await tell(ports, due)).toEqual({ kind: 'nothing', because: 'no-call' })
    expect(calls).toEqual([])
  })

  it.each<[string, Partial<Incident>]>([
    ['answered', { acknowledgedBy: 'ada' }],
    ['resolved', { state: 'resolved' }],
    ['followed by a more urgent call', { state: 'stop' }],
  ])('is not told of a call that is %s by then', async (_, now) => {
    const { ports, calls, kept, due } = aPager({ version: 2, now })
    expect(await tell(ports, { ...due, version: 1 })).toEqual({ kind: 'nothing', because: 'no-longer-wanted' })
    expect([calls, kept]).toEqual([[], [undefined]])
  })
})

describe('a notice', () => {
  const deaf: Sender = { can: 'send', send: () => Promise.reject(new Error('nobody is to be told')) }

  it('of an unknown incident, line or channel is refused with the reason', async () => {
    const { ports, due } = aTeam(deaf)
    for (const [missing, because] of [
      [{ about: { incident: 'nobody' } }, 'there is no incident nobody'],
      [{ about: { line: 'kitchen' } }, 'there is no line kitchen'],
      [
        { channel: 'kitchen' },
        'andon.config.ts has no channel kitchen: add it there and deploy, or delete this message',
      ],
    ] as const) {
      expect(await tell(ports, { ...due, ...missing })).toEqual({ kind: 'refused', because })
    }
  })

  it('of a line tells nobody: no channel has words for one yet', async () => {
    const { ports, due } = aTeam(deaf)
    expect(await tell(ports, { ...due, about: { line: 'checkout' } })).toEqual({
      kind: 'nothing',
      because: 'no-words-for-a-line',
    })
  })
})
