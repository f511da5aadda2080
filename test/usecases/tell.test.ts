import { decide } from '../../functions/domain/decide.ts'
import type { Incident } from '../../functions/domain/incident.ts'
import type { Notice } from '../../functions/domain/notice.ts'
import type { Chat, Told } from '../../functions/ports.ts'
import { isTold, tell, type TellPorts } from '../../functions/usecases/tell.ts'
import { anAlarm } from '../signals.ts'

/** A chat that remembers what it was asked, and an incident at version 1 unless told otherwise. */
function aTeam({
  version = 1,
  notice,
  said = { kind: 'told', ref: 'C1 1.0' },
  there = false,
}: { version?: number; notice?: Notice; said?: Told; there?: boolean } = {}) {
  const decision = decide(undefined, anAlarm())
  if (decision.kind !== 'change') throw new Error('expected an incident')
  const incident: Incident = { ...decision.change.after, version }
  const kept: (Notice | undefined)[] = [notice]
  const asked: string[] = []
  const chat: Chat = {
    post: async () => (asked.push('post'), said),
    update: async (_, ref) => (asked.push(`update ${ref}`), said),
    findPosted: async () => (asked.push('look'), there ? { kind: 'told', ref: 'C1 0.9' } : { kind: 'not-there' }),
  }
  const ports: TellPorts = {
    incidents: {
      find: async (id) => (id === incident.id ? incident : undefined),
      timelineOf: async () => [],
      lookUp: () => Promise.reject(new Error('whoever tells takes nothing in')),
      cut: (writes) => [writes],
      line: async () => undefined,
      save: async () => undefined,
    },
    notices: { find: async () => kept.at(-1), save: async (_, __, now) => void kept.push(now) },
    chat,
    lineTitle: (line) => line,
  }
  return { ports, asked, kept, due: { incident: incident.id, version, channel: 'checkout' } }
}

it('posts once, having noted that it will', async () => {
  const { ports, asked, kept, due } = aTeam()
  await tell(ports, due)
  expect(asked).toEqual(['post'])
  expect(kept).toEqual([undefined, { kind: 'posting' }, { kind: 'posted', ref: 'C1 1.0', version: 1 }])
})

it('changes the same message as the incident moves', async () => {
  const { ports, asked, kept, due } = aTeam({ version: 3, notice: { kind: 'posted', ref: 'C1 1.0', version: 1 } })
  await tell(ports, due)
  expect(asked).toEqual(['update C1 1.0'])
  expect(kept.at(-1)).toEqual({ kind: 'posted', ref: 'C1 1.0', version: 3 })
})

it('says nothing twice', async () => {
  const { ports, asked, due } = aTeam({ version: 3, notice: { kind: 'posted', ref: 'C1 1.0', version: 3 } })
  expect(await isTold(ports, due)).toBe(true)
  expect(await isTold(ports, { ...due, version: 4 })).toBe(false)
  expect(await tell(ports, due)).toEqual({ kind: 'nothing', because: 'already-told' })
  expect(asked).toEqual([])
})

it('looks before it posts again what may have been posted', async () => {
  const lost = aTeam({ notice: { kind: 'posting' } })
  await tell(lost.ports, lost.due)
  expect(lost.asked).toEqual(['look', 'post'])

  const arrived = aTeam({ notice: { kind: 'posting' }, there: true })
  await tell(arrived.ports, arrived.due)
  expect(arrived.asked).toEqual(['look', 'update C1 0.9'])
})

it('keeps nothing of what was not told', async () => {
  const later: Told = { kind: 'later', because: 'Slack asks to wait', seconds: 3 }
  const { ports, kept, due } = aTeam({ said: later })
  expect(await tell(ports, due)).toEqual(later)
  expect(kept.at(-1)).toEqual({ kind: 'posting' })
})

it('leaves away what somebody took away, and does not ask again', async () => {
  const { ports, kept, due } = aTeam({
    version: 2,
    notice: { kind: 'posted', ref: 'C1 1.0', version: 1 },
    said: { kind: 'gone' },
  })
  expect(await tell(ports, due)).toMatchObject({ kind: 'told' })
  expect(kept.at(-1)).toEqual({ kind: 'posted', ref: 'C1 1.0', version: 2 })
})

it('refuses a notice of an incident that is not there', async () => {
  const { ports, due } = aTeam()
  expect(await tell(ports, { ...due, incident: 'nobody' })).toEqual({
    kind: 'refused',
    because: 'there is no incident nobody',
  })
})

it('leaves away, too, what was taken away before its answer was heard', async () => {
  const { ports, kept, due } = aTeam({ notice: { kind: 'posting' }, there: true, said: { kind: 'gone' } })
  await tell(ports, due)
  expect(kept.at(-1)).toEqual({ kind: 'posted', ref: 'C1 0.9', version: 1 })
})
