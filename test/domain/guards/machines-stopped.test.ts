import { machinesStopped } from '../../../functions/domain/guards/machines-stopped.ts'
import { at } from '../../signals.ts'
import { someFacts } from './facts.ts'

const judged = (machines: ReturnType<typeof someFacts>['machines']) =>
  machinesStopped.judge({ ...someFacts(), machines }, at('09:01'))

it('calls people when somebody has stopped the machines', () => {
  expect(judged({ kind: 'stopped', because: 'the machines are stopped: by ada' })).toEqual({
    kind: 'people',
    because: 'the machines are stopped: by ada',
  })
})

it('holds for a minute when nobody can tell', () => {
  expect(judged({ kind: 'unknown', because: 'the parameter is missing' })).toEqual({
    kind: 'hold',
    because: 'nobody can tell whether the machines are stopped (the parameter is missing)',
    until: { kind: 'instant', at: at('09:02') },
  })
})

it('has nothing against machines that run', () => {
  expect(judged({ kind: 'run' })).toEqual({ kind: 'act' })
})
