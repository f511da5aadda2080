import fc from 'fast-check'
import { callOf } from '../../functions/domain/call-for-people.ts'
import type { Entry, Incident } from '../../functions/domain/incident.ts'
import { type Ability, type IncidentNews, type Notice, whatToTell } from '../../functions/domain/notice.ts'
import { at } from '../signals.ts'

const kinds = ['called', 'acknowledged', 'changed', 'stopped', 'resolved'] as const

/** The timeline of an incident to which that happened after it was opened. */
function timelineOf(happened: readonly Entry['kind'][]): Entry[] {
  const entries: Entry[] = []
  let incident: Incident = {
    id: 'checkout-1',
    key: 'k',
    line: 'checkout',
    state: 'help',
    title: 'checkout-5xx',
    reason: '',
    openedAt: at('09:00'),
    version: 0,
    tried: [],
  }
  for (const kind of ['opened', ...happened] as const) {
    const { acknowledgedBy: by, ...rest } = incident
    const isStop = kind === 'stopped' && incident.state === 'help'
    incident = {
      ...rest,
      ...(by !== undefined && !isStop && { acknowledgedBy: by }),
      ...(kind === 'acknowledged' && { acknowledgedBy: 'ada' }),
      ...(kind === 'stopped' && { state: 'stop' }),
      ...(kind === 'resolved' && { state: 'resolved' }),
      version: incident.version + 1,
    }
    entries.push({ kind, at: at('09:00'), text: kind, incident })
  }
  return entries
}

interface Told {
  readonly version: number
  readonly now: Incident
}

/** Delivers the notice of each change, some late and some again, in the order of their versions as the queue keeps it. */
function deliver(
  can: Exclude<Ability, 'page'>,
  timeline: readonly Entry[],
  delays: readonly number[],
): { told: Told[]; notice: Notice | undefined } {
  const told: Told[] = []
  let notice: Notice | undefined
  let time = 0
  for (const [
    nth,
    {
      incident: { version },
    },
  ] of timeline.entries()) {
    for (const delay of [delays[2 * nth] ?? 0, delays[2 * nth + 1] ?? 0]) {
      // It has come to pass by then, and perhaps much more.
      time = Math.min(timeline.length - 1, Math.max(time, nth + delay))
      const now = timeline[time]!.incident
      const news: IncidentNews = { kind: 'incident', incident: now, timeline: timeline.slice(0, time + 1), version }
      const telling =
        can === 'update'
          ? whatToTell(can, notice, news)
          : can === 'send'
            ? whatToTell(can, notice, news)
            : whatToTell(can, notice, news)
      if (telling.kind === 'nothing') continue
      if (telling.kind === 'call') {
        told.push({ version: telling.call.version, now })
        notice = { kind: 'sent', version: telling.call.version }
      } else {
        told.push({ version: now.version, now })
        notice =
          telling.kind === 'send'
            ? { kind: 'sent', version: now.version }
            : { kind: 'posted', ref: 'm', version: now.version }
      }
    }
  }
  return { told, notice }
}

const stories = fc.tuple(
  fc.array(fc.constantFrom(...kinds), { maxLength: 8 }).map(timelineOf),
  fc.array(fc.nat({ max: 3 }), { maxLength: 20 }),
)

it.each(['update', 'send'] as const)(
  'tells a channel that can %s of the newest in the end, and of nothing twice',
  (can) => {
    fc.assert(
      fc.property(stories, ([timeline, delays]) => {
        const { told, notice } = deliver(can, timeline, delays)
        const versions = told.map(({ version }) => version)
        expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
        expect(notice).toMatchObject({ version: timeline.at(-1)!.incident.version })
      }),
    )
  },
)

it('calls people once for each call, and to nothing that is answered, over or overtaken', () => {
  fc.assert(
    fc.property(stories, ([timeline, delays]) => {
      const { told } = deliver('call', timeline, delays)
      const versions = told.map(({ version }) => version)
      expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
      for (const { version, now } of told) {
        const call = callOf(timeline[version - 1]!)
        expect(call).toBeDefined()
        expect(now).toMatchObject({ state: call!.state })
        expect(now.acknowledgedBy).toBeUndefined()
      }
    }),
  )
})

it('calls people to every call that comes in time', () => {
  fc.assert(
    fc.property(stories, ([timeline]) => {
      const { told } = deliver('call', timeline, [])
      const wanted = timeline.flatMap((entry) => {
        const call = callOf(entry)
        return call !== undefined && entry.incident.acknowledgedBy === undefined ? [call.version] : []
      })
      expect(told.map(({ version }) => version)).toEqual(wanted)
    }),
  )
})

it('does not wake people each time that an alarm flaps, though the line waits for their answer', () => {
  const [opening, over] = timelineOf(['resolved'])
  const { state: _, ...incident } = over!.incident
  const again: Entry = { ...opening!, kind: 'reopened', incident: { ...incident, state: 'help', version: 3 } }
  const news: IncidentNews = {
    kind: 'incident',
    incident: again.incident,
    timeline: [opening!, over!, again],
    version: 3,
  }
  expect(whatToTell('call', undefined, news)).toEqual({ kind: 'nothing', because: 'told-that-it-flaps' })
  expect(whatToTell('update', { kind: 'posted', ref: 'm', version: 2 }, news)).toMatchObject({
    kind: 'update',
    ref: 'm',
  })
  expect(callOf(again)).toMatchObject({ state: 'help', version: 3 })
  expect(callOf({ ...again, incident: { ...again.incident, acknowledgedBy: 'ada' } })).toBeUndefined()
})
