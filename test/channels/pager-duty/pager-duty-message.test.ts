import { pagerDutyMessage } from '../../../functions/channels/pager-duty/pager-duty-message.ts'
import { callOf } from '../../../functions/domain/call-for-people.ts'
import { opened } from '../../../functions/domain/incident-opened.ts'
import { aPipelineSignal } from '../../an-event.ts'

it.each([
  ['critical', 'stop', 'stop', 'LINE STOPPED: Checkout: '],
  ['error', 'help', 'help', 'Help wanted: Checkout: '],
  ['warning', 'low', 'help', 'Help wanted: Checkout: '],
  // A line that stopped because nobody answered is no longer what can wait.
  ['critical', 'low', 'stop', 'LINE STOPPED: Checkout: '],
] as const)('is %s for what is of severity %s and calls for %s', (told, severity, state, begins) => {
  const { entry, after: incident } = opened(aPipelineSignal({ severity }), state, 'people are called')
  const { payload } = pagerDutyMessage({ call: callOf(entry)!, incident, line: { title: 'Checkout' }, timeline: [] })
  expect(payload.severity).toBe(told)
  expect(payload.summary.startsWith(begins)).toBe(true)
})
