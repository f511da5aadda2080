import { callOf } from '../../functions/domain/call-for-people.ts'
import { reopened } from '../../functions/domain/alarm-changes.ts'
import { escalate } from '../../functions/usecases/escalate.ts'
import { record } from '../../functions/usecases/record.ts'
import { StepFailed, type Steps } from '../../functions/usecases/steps.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, anAnswer, aPull, at } from '../signals.ts'
import { aStory, ladder, lastCall, opened } from './an-escalation.ts'

it('calls level after level, and again, to its end; the line stops on the way', async () => {
  const story = await aStory()
  expect(await story.run(await opened(story))).toEqual({ ended: 'stopped' })
  expect(story.said()).toEqual([
    'cord desk-1 calls for help',
    'level 1: pager is called',
    'level 2: on-call is called; on call: Ada Lovelace',
    'nobody answered within 5 minutes: the line stops',
    'level 3: leads is called',
    'level 3: leads is called again (2 of 3)',
    'level 3: leads is called again (3 of 3)',
  ])
  const timeline = await story.ports.incidents.timelineOf(story.incident().id)
  expect(timeline.map(({ tell, at: when }) => [when.slice(11, 16), tell])).toEqual([
    ['09:00', undefined],
    ['09:00', 'pager'],
    ['09:05', 'on-call'],
    ['09:05', undefined],
    ['09:15', 'leads'],
    ['09:25', 'leads'],
    ['09:35', 'leads'],
  ])
  expect(story.incident()).toMatchObject({ state: 'stop', escalation: { call: 1, told: 5 } })
  // A step a call and a wait between two instants, one for the rota, and one to begin with.
  expect(story.operations).toHaveLength(1 + 6 + 4 + 1)
})

it.each([
  ['somebody answers', 'answer'],
  ['it is resolved', 'resolve'],
] as const)('ends when %s in the middle', async (_, what) => {
  const happens: Record<number, () => Promise<unknown>> = {}
  const story = await aStory(ladder, happens)
  const call = await opened(story)
  happens[7] = () =>
    what === 'answer'
      ? takeIn(story.ports, anAnswer(call.incident))
      : takeIn(story.ports, aPull({ click: 'DOUBLE', at: at('09:07') }))
  expect(await story.run(call)).toEqual({ ended: 'answered' })
  expect(story.said().slice(4)).toEqual([what === 'answer' ? 'ada answers the call' : 'resolved by cord desk-1'])
})

it('leaves a new call to the run of that one', async () => {
  const happens: Record<number, () => Promise<unknown>> = {}
  const story = await aStory({ escalation: ladder.escalation! }, happens)
  const call = await opened(story)
  happens[2] = () => takeIn(story.ports, aPull({ click: 'LONG', at: at('09:02') }))
  expect(await story.run(call)).toEqual({ ended: 'answered' })
  expect(story.said()).toEqual([
    'cord desk-1 calls for help',
    'level 1: pager is called',
    'cord desk-1 stopped the line',
  ])
  const anew = await lastCall(story)
  expect(anew).toMatchObject({ state: 'stop', version: 3 })
  delete happens[2]
  story.setNow(2)
  expect(await story.run(anew)).toEqual({ ended: 'unanswered' })
  expect(story.said().filter((text) => text.includes('pager'))).toHaveLength(2)
})

it('leaves a call that was answered and made anew to the run of the new one', async () => {
  const happens: Record<number, () => Promise<unknown>> = {}
  const story = await aStory({ escalation: ladder.escalation! }, happens)
  const call = await opened(story)
  happens[2] = () => takeIn(story.ports, anAnswer(call.incident))
  happens[3] = () => takeIn(story.ports, aPull({ at: at('09:03'), reason: 'smoke' }))
  expect(await story.run(call)).toEqual({ ended: 'answered' })
  expect(story.said().filter((text) => text.startsWith('level'))).toEqual(['level 1: pager is called'])
})

it('writes each call once, though the step that wrote it broke off and runs again', async () => {
  const story = await aStory()
  const { steps } = story
  const twice: Steps = {
    ...steps,
    step: async (name, work, options) => {
      await steps.step(name, work, options)
      return steps.step(name, work, options)
    },
  }
  const ended = await escalate(story.ports, twice, await opened(story))
  expect(ended).toEqual({ ended: 'stopped' })
  expect(story.said()).toHaveLength(7)
})

it('calls people without a name when nobody can tell who is on call', async () => {
  const story = await aStory()
  const { steps } = story
  const failing: Steps = {
    ...steps,
    step: (name, work, options) =>
      name === 'who is on call' ? Promise.reject(new StepFailed('it broke off')) : steps.step(name, work, options),
  }
  await escalate(story.ports, failing, await opened(story))
  expect(story.said()).toContain('level 2: on-call is called; the rota could not be read (it broke off)')
})

it('goes on where it was when its alarm flaps, and calls nobody twice for that', async () => {
  const happens: Record<number, () => Promise<unknown>> = {}
  const story = await aStory({ escalation: ladder.escalation! }, happens)
  const decision = await takeIn(story.ports, anAlarm())
  if (decision.kind !== 'change') throw new Error('expected a change')
  const call = callOf(decision.change.entry)!
  happens[3] = () => takeIn(story.ports, anAlarm({ state: 'ok', at: at('09:03') }))
  expect(await story.run(call)).toEqual({ ended: 'answered' })
  story.setNow(6)
  await record(story.ports, call.incident, (incident) =>
    reopened(incident, anAlarm({ at: at('09:06') }), 'help', 'again'),
  )
  const again = await lastCall(story)
  expect(again.version).toBeGreaterThan(call.version)
  delete happens[3]
  expect(await story.run(again)).toEqual({ ended: 'unanswered' })
  expect(
    story
      .said()
      .filter((text) => text.startsWith('level'))
      .map((text) => text.slice(0, 24)),
  ).toEqual([
    'level 1: pager is called',
    'level 2: on-call is call',
    'level 3: leads is called',
    'level 3: leads is called',
    'level 3: leads is called',
  ])
})
