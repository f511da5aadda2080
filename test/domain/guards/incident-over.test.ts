import { incidentOver } from '../../../functions/domain/guards/incident-over.ts'
import { openStates } from '../../../functions/domain/incident.ts'
import { at } from '../../signals.ts'
import { someFacts } from './facts.ts'

it('ends what is resolved', () => {
  expect(incidentOver.judge(someFacts({ state: 'resolved' }), at('09:01'))).toEqual({ kind: 'over' })
})

it.each(openStates)('has nothing against what is open: %s', (state) => {
  expect(incidentOver.judge(someFacts({ state }), at('09:01'))).toEqual({ kind: 'act' })
})
