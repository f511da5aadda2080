import { decideAnswer } from '../../functions/domain/decide-answer.ts'
import { decide } from '../../functions/domain/decide.ts'
import type { Incident } from '../../functions/domain/incident.ts'
import { resolved } from '../../functions/domain/incident-changes.ts'
import { decisionAsked, handedOver, held, letGoOn, resumed } from '../../functions/domain/run-changes.ts'
import { anAlarm, at, restartCheckout } from '../signals.ts'

const opened = decide(undefined, anAlarm({ playbook: restartCheckout }))
if (opened.kind !== 'change') throw new Error('expected a change')
const working = opened.change.after
const asking = decisionAsked(working, 'it is a big step', 'callback', at('09:01')).after

describe('while a person is asked', () => {
  it('says that, and why', () => {
    expect(asking).toMatchObject({ state: 'approval', held: 'it is a big step', version: 2 })
  })

  it('is the machine’s still: once a person lets it, it goes on as if nothing had been', () => {
    const { after, entry } = letGoOn(asking, 'ada', at('09:02'))!
    expect([after.state, entry.text]).toEqual(['working', 'ada lets the machine go on'])
    expect(resumed(after, 'a person decided', at('09:03'))?.after).toEqual({
      ...working,
      version: 4,
      // All guards were asked for it.
      judged: { at: at('09:03'), against: [] },
    })
  })

  it('may be handed over to people, or be over', () => {
    expect(handedOver(asking, 'ada refuses', at('09:02'))?.after).toMatchObject({ state: 'help' })
    expect(handedOver(asking, 'ada refuses', at('09:02'))?.after).not.toHaveProperty('held')
    expect(resolved(asking, at('09:02'), 'the alarm').after).not.toHaveProperty('held')
  })

  it('goes on by a decision alone, not because nothing else holds it', () => {
    expect(resumed(asking, 'the line is no longer stopped', at('09:02'))).toBeUndefined()
  })

  it('still asks when it also waits for something else', () => {
    const both = held(asking, 'it is not yet ten', undefined, at('09:02'), false).after
    expect(both).toMatchObject({ state: 'approval', held: 'it is not yet ten' })
    expect(letGoOn(both, 'ada', at('09:03'))?.after.state).toBe('working')
  })
})

it.each([working, { ...working, state: 'help' }, { ...working, state: 'resolved' }] satisfies Incident[])(
  'nobody decides who was not asked: $state',
  (incident) => {
    expect(letGoOn(incident, 'ada', at('09:02'))).toBeUndefined()
  },
)

describe('who answers that a decision is wanted', () => {
  const answer = decideAnswer(asking, { id: 'a-1', by: 'ada' }, at('09:02'))
  const onIt = answer.kind === 'change' ? answer.change.after : asking

  it('is on it until it is decided', () => {
    expect(onIt).toMatchObject({ state: 'approval', acknowledgedBy: 'ada', held: 'it is a big step' })
    const goesOn = letGoOn(onIt, 'ada', at('09:03'))!.after
    expect(goesOn).not.toHaveProperty('acknowledgedBy')
    expect(goesOn).not.toHaveProperty('acknowledgedAt')
  })

  it('is asked again before the next step', () => {
    const goesOn = letGoOn(onIt, 'ada', at('09:03'))!.after
    const again = decisionAsked(goesOn, 'the next is bigger', 'callback 2', at('09:04')).after
    expect(again).toMatchObject({ state: 'approval', held: 'the next is bigger' })
    expect(again).not.toHaveProperty('acknowledgedBy')
  })
})
