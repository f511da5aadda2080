import { decideAnswer } from '../../functions/domain/decide-answer.ts'
import { busEventOf, lineEventOf } from '../../functions/domain/bus-event.ts'
import { decide } from '../../functions/domain/decide.ts'
import type { Change, Incident } from '../../functions/domain/incident.ts'
import { escalated, resolved } from '../../functions/domain/incident-changes.ts'
import {
  countermeasureFinished,
  countermeasureStarted,
  handedOver,
  held,
  resumed,
} from '../../functions/domain/run-changes.ts'
import { stopped } from '../../functions/domain/pull-changes.ts'
import { newLine, ticked, withChange } from '../../functions/domain/line.ts'
import type { Pull } from '../../functions/domain/act.ts'
import type { Signal } from '../../functions/domain/signal.ts'
import { anAlarm, aPull, at, restartCheckout } from '../signals.ts'

function changeBy(signal: Signal | Pull): Change {
  const decision = decide(undefined, signal)
  if (decision.kind !== 'change') throw new Error('expected a change')
  return decision.change
}
const opened = changeBy(anAlarm({ playbook: restartCheckout, url: 'https://example.com', tags: { team: 'shop' } }))
const openedFor = (state: 'help') => ({ ...opened.after, state })
function answering(incident: Incident): Change {
  const said = decideAnswer(incident, { id: 'a-1', by: 'ada' }, at('09:01'))
  if (said.kind !== 'change') throw new Error('expected a change')
  return said.change
}

it('tells others of an incident what the contract says', () => {
  expect(busEventOf(opened.entry)).toEqual({
    type: 'Incident Opened',
    detail: {
      incident: opened.after.id,
      line: 'checkout',
      state: 'working',
      title: 'checkout-latency',
      openedAt: at('09:00'),
      at: at('09:00'),
      version: 1,
      kind: 'opened',
      text: 'Restart checkout is started',
      reason: 'Threshold Crossed',
      url: 'https://example.com',
      account: '000000000000',
      region: 'eu-central-1',
      tags: { team: 'shop' },
      playbook: 'restart-checkout',
      tried: [],
      acknowledgedBy: undefined,
      acknowledgedAt: undefined,
      held: undefined,
      resolvedBy: undefined,
    },
  })
})

const redeploy = { title: 'redeploy', action: 'ecs.redeploy', input: { cluster: 'shop', service: 'checkout' } }

it.each([
  ['Incident Changed', handedOver(opened.after, 'it did not help', at('09:01'))],
  ['Incident Changed', answering(openedFor('help'))],
  ['Incident Changed', stopped(opened.after, aPull({ click: 'LONG', at: at('09:01'), by: 'ada' }))],
  ['Incident Changed', escalated(openedFor('help'), { minutes: 5 }, at('09:01'))],
  ['Incident Changed', held(opened.after, 'the line is stopped', 'callback', at('09:01'), true)],
  [
    'Incident Changed',
    resumed({ ...opened.after, held: 'the line is stopped' }, 'the line is no longer stopped', at('09:01')),
  ],
  ['Incident Resolved', resolved(opened.after, at('09:01'), 'the alarm')],
  ['Countermeasure Started', countermeasureStarted(opened.after, 0, redeploy, at('09:01'))],
  [
    'Countermeasure Finished',
    countermeasureFinished(opened.after, 0, redeploy, { outcome: 'done', failed: false }, at('09:01')),
  ],
])('%s', (type, change) => {
  expect(busEventOf(change!.entry)).toMatchObject({ type, detail: { version: 2, at: at('09:01') } })
})

describe('a line', () => {
  const calm = newLine('checkout', at('08:00'))
  const pull = changeBy(aPull({ click: 'LONG' }))
  const stopped = withChange(calm, pull, false, at('09:00'))

  it('that stops tells others to stop, and why', () => {
    expect(lineEventOf(undefined, stopped)).toEqual({
      type: 'Line Stopped',
      detail: {
        incident: pull.after.id,
        line: 'checkout',
        state: 'stop',
        title: 'cord desk-1 was pulled',
        openedAt: at('09:00'),
        at: at('09:00'),
        version: 1,
      },
    })
  })

  it('that is cleared tells others to go on', () => {
    const cleared = withChange(stopped, resolved(pull.after, at('09:05'), 'ada'), false, at('09:05'))
    expect(lineEventOf(stopped, cleared)).toMatchObject({
      type: 'Line Cleared',
      detail: { line: 'checkout', state: 'calm', incident: null, version: 2 },
    })
  })

  it('that merely calls for help, or is refreshed, says nothing', () => {
    expect(lineEventOf(calm, withChange(calm, opened, true, at('09:00')))).toBeUndefined()
    expect(lineEventOf(stopped, ticked(stopped, at('09:01')))).toBeUndefined()
  })
})
