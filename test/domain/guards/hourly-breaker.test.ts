import { hourlyBreaker } from '../../../functions/domain/guards/hourly-breaker.ts'
import { at } from '../../signals.ts'
import { aDeed, factsWith } from './about.ts'

const deeds = (n: number, but: Parameters<typeof aDeed>[0] = {}) =>
  Array.from({ length: n }, (_, i) => aDeed({ mark: `m-${but.playbook ?? ''}-${i}`, ...but }))
const judged = (...all: ReturnType<typeof deeds>) => hourlyBreaker.judge(factsWith(all), at('09:30'))

it('calls people beyond what a playbook may do within an hour', () => {
  expect(judged(...deeds(9))).toEqual({ kind: 'act' })
  expect(judged(...deeds(10))).toEqual({
    kind: 'people',
    because: 'restart-checkout acted 10 times within the hour, its limit',
  })
})

it('calls people beyond what all machines of the line may do', () => {
  expect(judged(...deeds(19, { playbook: 'scale' }))).toEqual({ kind: 'act' })
  expect(judged(...deeds(20, { playbook: 'scale' }))).toEqual({
    kind: 'people',
    because: 'machines acted 20 times on checkout within the hour, the limit of the line',
  })
})

it('forgets what is an hour past, and does not count the same act twice', () => {
  expect(judged(...deeds(10, { at: at('08:29') }))).toEqual({ kind: 'act' })
  expect(judged(...deeds(9), aDeed({ mark: 'this-0' }))).toEqual({ kind: 'act' })
})
