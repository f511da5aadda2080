import { placesOf } from '../../functions/config/places.ts'
import { sources } from '../../functions/config/sources.ts'
import { callOf } from '../../functions/domain/call-for-people.ts'
import { toFollowUp } from '../../functions/domain/escalation.ts'
import { place } from '../../functions/domain/place.ts'
import { fromAnyEvent } from '../../functions/sources/configured/parse.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { aPipelineEvent } from '../an-event.ts'
import config from '../fixtures/andon.config.ts'
import { anAnswer, at, home } from '../signals.ts'
import { aStory, ladder, lastCall, opened } from './an-escalation.ts'

type Story = Awaited<ReturnType<typeof aStory>>

describe('what is of low severity', () => {
  const quiet = { ...ladder, quiet: [{ zone: 'UTC', from: '08:00', to: '09:30' }] }
  const source = (severity: 'low' | 'help') =>
    placesOf({ ...config, sources: { deploy: sources.codePipeline({ line: 'checkout', severity }) } }, home)

  /** An event as it comes in: its source says that it can wait. */
  async function hear({ ports }: Story, event = aPipelineEvent(), severity: 'low' | 'help' = 'low') {
    const [signal] = place(source(severity), fromAnyEvent(event, ports.clock.now()))
    const decision = await takeIn(ports, signal!)
    if (decision.kind !== 'change') throw new Error('expected a change')
    return decision.change.entry
  }
  const low = async (story: Story) => callOf(await hear(story))!

  it('calls nobody within the quiet hours, and people once they are over: that is a new call', async () => {
    const story = await aStory(quiet)
    expect(await story.run(await low(story))).toEqual({ ended: 'called-later' })
    expect(story.said().slice(1)).toEqual(['the quiet hours are over: people are called'])
    const anew = await lastCall(story)
    expect(anew).toMatchObject({ at: at('09:30'), state: 'help' })
    expect(await story.run(anew)).toEqual({ ended: 'stopped' })
    expect(story.said().slice(2, 4)).toEqual([
      'level 1: pager is called',
      'level 2: on-call is called; on call: Ada Lovelace',
    ])
  })

  it('is called no further once the quiet hours have begun', async () => {
    const story = await aStory({ ...ladder, quiet: [{ zone: 'UTC', from: '09:04', to: '10:00' }] })
    expect(await story.run(await low(story))).toEqual({ ended: 'called-later' })
    expect(story.said().slice(1)).toEqual(['level 1: pager is called', 'the quiet hours are over: people are called'])
  })

  it.each<[string, (story: Story, id: string) => Promise<unknown>, string]>([
    [
      'what is over by then',
      (story) => hear(story, aPipelineEvent({ state: 'SUCCEEDED', time: '2026-11-21T09:20:00Z' })),
      'resolved by its source',
    ],
    ['what somebody is on', ({ ports }, id) => takeIn(ports, anAnswer(id)), 'ada answers the call'],
  ])('calls nobody later to %s', async (_, happens, said) => {
    const later: Record<number, () => Promise<unknown>> = {}
    const story = await aStory(quiet, later)
    later[20] = () => happens(story, story.incident().id)
    expect(await story.run(await low(story))).toEqual({ ended: 'answered' })
    expect(story.said().at(-1)).toBe(said)
  })

  it('is the only thing that waits', async () => {
    const story = await aStory(quiet)
    expect(await story.run(await opened(story))).toEqual({ ended: 'stopped' })
  })

  it('is followed up within the quiet hours alone, where nothing else follows a call', async () => {
    const byDay = { quiet: [{ zone: 'UTC', from: '22:00', to: '07:00' }] }
    const { quiet: now } = quiet
    const entry = await hear(await aStory(quiet))
    expect(toFollowUp(entry, { quiet: now })).toMatchObject({ state: 'help', incident: entry.incident.id })
    expect(toFollowUp(entry, byDay)).toBeUndefined()
    expect(toFollowUp(await hear(await aStory(quiet), aPipelineEvent(), 'help'), { quiet: now })).toBeUndefined()
    const story = await aStory(byDay)
    expect(await story.run(await low(story))).toEqual({ ended: 'nothing-follows' })
  })
})
