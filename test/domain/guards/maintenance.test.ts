import { maintenance } from '../../../functions/domain/guards/maintenance.ts'
import type { Maintenance } from '../../../functions/domain/maintenance.ts'
import { at } from '../../signals.ts'
import { someFacts } from './facts.ts'

const judged = (found: Maintenance) => maintenance.judge({ ...someFacts(), maintenance: found }, at('09:01'))

it('holds until the window ends', () => {
  expect(judged({ kind: 'until', at: at('10:00'), because: 'it is the maintenance window of the line' })).toEqual({
    kind: 'hold',
    because: 'it is the maintenance window of the line',
    until: { kind: 'instant', at: at('10:00') },
  })
})

it('holds for a minute when nobody can tell', () => {
  expect(judged({ kind: 'unknown', because: 'CloudWatch does not answer' })).toEqual({
    kind: 'hold',
    because: 'nobody can tell whether this is maintenance (CloudWatch does not answer)',
    until: { kind: 'instant', at: at('09:02') },
  })
})

it('has nothing against other times', () => {
  expect(judged({ kind: 'none' })).toEqual({ kind: 'act' })
})
