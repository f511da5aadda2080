import { resolved } from '../../functions/domain/incident-changes.ts'
import { countermeasureFinished, countermeasureStarted } from '../../functions/domain/run-changes.ts'
import type { Incident } from '../../functions/domain/incident.ts'
import { decide } from '../../functions/domain/decide.ts'
import { decideUndo, dueAfterwards, undone } from '../../functions/domain/undo.ts'
import { anAlarm, at, restartCheckout } from '../signals.ts'

function anIncident(): Incident {
  const opened = decide(undefined, anAlarm({ playbook: restartCheckout }))
  if (opened.kind !== 'change') throw new Error('expected a change')
  return opened.change.after
}
const scale = { title: 'scale', action: 'ecs.scale', input: {}, plan: { from: 2 }, undoAfter: 300 }
const redeploy = { title: 'redeploy', action: 'ecs.redeploy', input: {} }
const began = (incident: Incident, what = scale as typeof redeploy) =>
  countermeasureStarted(incident, incident.tried.length, what, at('09:01'))!.after
const ended = (incident: Incident, failed = false) =>
  countermeasureFinished(incident, incident.tried.length - 1, redeploy, { outcome: 'x', failed }, at('09:02'))!.after
const over = (incident: Incident) => resolved(incident, at('09:03'), 'the alarm').after
const ask = { by: 'ada', id: 'one' }
const scaled = () => ended(began(anIncident()))

describe('what is undone afterwards', () => {
  const dueOf = (incident: Incident) => dueAfterwards(incident).tries.map(({ nth }) => nth)

  it.each<[string, Incident, number[]]>([
    ['nothing while the incident is open', scaled(), []],
    ['nothing while the act is still under way', over(began(anIncident())), []],
    ['nothing that failed', over(ended(began(anIncident()), true)), []],
    ['nothing that cannot be undone', over(ended(began(anIncident(), redeploy))), []],
    [
      'nothing of what closed by itself: nobody knows that it helped',
      resolved(scaled(), at('09:03'), 'itself').after,
      [],
    ],
    ['what was done, once it is resolved', over(scaled()), [0]],
    ['the last first', over(ended(began(scaled()))), [1, 0]],
  ])('is %s', (_, incident, due) => expect(dueOf(incident)).toEqual(due))

  it('is due after the longest of their times, and not twice', () => {
    const incident = over(scaled())
    expect(dueAfterwards(incident).after).toBe(300)
    const [tried] = dueAfterwards(incident).tries
    const now = undone(incident, tried!, { outcome: 'as before', failed: false }, at('09:09'))!.after
    expect(dueAfterwards(now)).toEqual({ tries: [], after: 0 })
    expect(undone(now, tried!, { outcome: 'as before', failed: false }, at('09:10'))).toBeUndefined()
  })
})

describe('a person who wants it undone', () => {
  it.each<[string, Incident, string]>([
    ['while a machine is at it', began(anIncident()), 'machine-at-work'],
    ['when nothing was done', over(anIncident()), 'nothing-to-undo'],
    ['when what was done cannot be', over(ended(began(anIncident(), redeploy))), 'nothing-to-undo'],
  ])('is not heard %s', (_, incident, because) => {
    expect(decideUndo(incident, ask, at('09:05'))).toEqual({ kind: 'ignore', because })
  })

  it('is heard, once for each wish', () => {
    const decision = decideUndo(over(scaled()), ask, at('09:05'))
    expect(decision).toMatchObject({ change: { entry: { kind: 'undo-asked', text: 'ada asks to undo: scale' } } })
    const after = decision.kind === 'change' ? decision.change.after : undefined
    expect(decideUndo(after!, ask, at('09:06'))).toEqual({ kind: 'ignore', because: 'repeated' })
    expect(decideUndo(after!, { ...ask, id: 'two' }, at('09:06')).kind).toBe('change')
  })
})
