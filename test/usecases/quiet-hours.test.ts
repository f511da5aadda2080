import { record } from '../../functions/usecases/record.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { aPull, at } from '../signals.ts'
import { aStory, ladder, lastCall, opened } from './an-escalation.ts'

describe('what is of low severity', () => {
  const quiet = { ...ladder, quiet: [{ zone: 'UTC', from: '08:00', to: '09:30' }] }
  const low = async (story: Awaited<ReturnType<typeof aStory>>) => {
    const call = await opened(story)
    await record(story.ports, call.incident, (before, now) => ({
      before,
      after: { ...before, severity: 'low', version: 2 },
      entry: { kind: 'changed', at: now, text: 'it can wait', incident: { ...before, severity: 'low', version: 2 } },
    }))
    return call
  }

  it('calls nobody within the quiet hours, and people once they are over: that is a new call', async () => {
    const story = await aStory(quiet)
    expect(await story.run(await low(story))).toEqual({ ended: 'called-later' })
    expect(story.said().slice(2)).toEqual(['the quiet hours are over: people are called'])
    const anew = await lastCall(story)
    expect(anew).toMatchObject({ at: at('09:30'), state: 'help' })
    expect(await story.run(anew)).toEqual({ ended: 'stopped' })
    expect(story.said().slice(3, 5)).toEqual([
      'level 1: pager is called',
      'level 2: on-call is called; on call: Ada Lovelace',
    ])
  })

  it('is called no further once the quiet hours have begun', async () => {
    const story = await aStory({ ...ladder, quiet: [{ zone: 'UTC', from: '09:04', to: '10:00' }] })
    expect(await story.run(await low(story))).toEqual({ ended: 'called-later' })
    expect(story.said().slice(2)).toEqual(['level 1: pager is called', 'the quiet hours are over: people are called'])
  })

  it('calls nobody later to what is over by happens', async () => {
    const happens: Record<number, () => Promise<unknown>> = {}
    const story = await aStory(quiet, happens)
    const call = await low(story)
    happens[20] = () => takeIn(story.ports, aPull({ click: 'DOUBLE', at: at('09:20') }))
    await story.run(call)
    expect(story.said().at(-1)).toBe('resolved by cord desk-1')
  })

  it('is the only thing that waits', async () => {
    const story = await aStory(quiet)
    expect(await story.run(await opened(story))).toEqual({ ended: 'stopped' })
  })
})
