import { callOf } from '../../functions/domain/call-for-people.ts'
import type { FollowUp } from '../../functions/domain/escalation.ts'
import type { Entry } from '../../functions/domain/incident.ts'
import { escalate } from '../../functions/usecases/escalate.ts'
import type { Steps } from '../../functions/usecases/steps.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAnswer, aPull, at, anAlarm, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

interface Told extends Omit<FollowUp, 'answerWithin'> {
  readonly click?: 'SINGLE' | 'LONG'
  readonly answerWithin?: boolean
}

/** The cord was pulled at nine; the line stops when nobody answers within five minutes. */
async function aStory({ click = 'SINGLE', answerWithin = true, ...line }: Told = {}) {
  const table = aTable()
  const decision = await takeIn(table.ports, aPull({ click }))
  if (decision.kind !== 'change') throw new Error('expected an incident')
  const waited: number[] = []
  const world = { onWait: async (): Promise<unknown> => undefined }
  const steps: Steps = {
    step: (_, work) => work(),
    wait: async (_, { seconds = 0 }) => {
      waited.push(seconds)
      table.at('09:05')
      await world.onWait()
    },
    callback: () => Promise.reject(new Error('nothing is held here')),
  }
  const ports = {
    ...table.ports,
    lines: { checkout: { ...(answerWithin && { answerWithin: { minutes: 5 } }), ...line } },
    onCall: async () => 'on call: Ada Lovelace',
  }
  const call = callOf(decision.change.entry)!
  const answer = () => takeIn(table.ports, anAnswer(call.incident))
  const run = (of = call) => escalate(ports, steps, of)
  return { ...table, run, waited, world, answer, call, incident: () => table.incidents()[0]! }
}

it('waits, and stops the line when nobody answered', async () => {
  const { run, waited, incident, said } = await aStory()
  expect(await run()).toEqual({ ended: 'stopped' })
  expect(waited).toEqual([300])
  expect(incident()).toMatchObject({ state: 'stop', version: 2 })
  expect(said().at(-1)).toBe('nobody answered within 5 minutes: the line stops')
})

it.each([
  ['somebody answered', async ({ answer }: Story) => answer()],
  ['it was resolved', async ({ ports }: Story) => takeIn(ports, aPull({ click: 'DOUBLE', at: at('09:02') }))],
])('leaves the line alone when %s in time', async (_, happens) => {
  const story = await aStory()
  story.world.onWait = () => happens(story)
  expect(await story.run()).toEqual({ ended: 'answered' })
  expect(story.incident().state).not.toBe('stop')
  expect(story.line()?.open.stop.all).toBe(0)
})
type Story = Awaited<ReturnType<typeof aStory>>

it('writes nothing when somebody stopped the line meanwhile: that call has a run of its own', async () => {
  const story = await aStory()
  story.world.onWait = () => takeIn(story.ports, aPull({ click: 'LONG', at: at('09:02') }))
  await story.run()
  expect(story.said()).toEqual(['cord desk-1 calls for help', 'cord desk-1 stopped the line'])
})

it('leaves a call that was answered and made anew to the run of the new one', async () => {
  const story = await aStory()
  story.world.onWait = async () => {
    await story.answer()
    await takeIn(story.ports, aPull({ at: at('09:04') }))
  }
  expect(await story.run()).toEqual({ ended: 'answered' })
  expect(story.incident()).toMatchObject({ state: 'help' })

  const anew = callOf((await story.ports.incidents.timelineOf(story.incident().id)).at(-1)!)!
  expect(anew).toMatchObject({ version: 3, at: at('09:04') })
  story.world.onWait = async () => undefined
  expect(await story.run(anew)).toEqual({ ended: 'stopped' })
  expect(story.said().slice(1)).toEqual([
    'ada answers the call',
    'cord desk-1 calls again',
    'nobody answered within 5 minutes: the line stops',
  ])
})

it('has nothing to wait for on a stopped line, or on one whose calls may wait for ever', async () => {
  for (const { run, waited } of [await aStory({ click: 'LONG' }), await aStory({ answerWithin: false })]) {
    expect(await run()).toEqual({ ended: 'nothing-follows' })
    expect(waited).toEqual([])
  }
})

it.each([
  ['09:00', 300],
  ['09:02', 180],
  // However late it came through, people have half of the time.
  ['09:04', 150],
  ['11:30', 150],
  // A clock that is ahead of ours gives no more than there is.
  ['08:50', 300],
])('counts from when the call was made: run at %s it waits %i seconds', async (time, seconds) => {
  const { run, waited, at: clock } = await aStory()
  clock(time)
  await run()
  expect(waited).toEqual([seconds])
})

it('is started by whatever calls people, and by nothing else', async () => {
  const { call, incident, ports } = await aStory()
  const entryOf = (kind: Entry['kind'], state: Entry['incident']['state']): Entry => ({
    kind,
    at: at('09:00'),
    text: '',
    incident: { ...incident(), state },
  })
  expect(call).toEqual({
    incident: incident().id,
    line: 'checkout',
    version: 1,
    state: 'help',
    at: at('09:00'),
    text: 'cord desk-1 calls for help',
  })
  for (const [kind, state] of [
    ['opened', 'stop'],
    ['called', 'help'],
    ['refused', 'help'],
    ['stopped', 'stop'],
    ['escalated', 'stop'],
  ] as const) {
    expect(callOf(entryOf(kind, state))).toMatchObject({ state })
  }
  for (const kind of ['acknowledged', 'changed', 'countermeasure-finished'] as const) {
    expect(callOf(entryOf(kind, 'help'))).toBeUndefined()
  }
  const working = await takeIn(ports, anAlarm({ playbook: restartCheckout }))
  expect(working.kind === 'change' && callOf(working.change.entry)).toBeUndefined()
})
