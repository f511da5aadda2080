import { NotYet } from '../../functions/actions/failure.ts'
import { minutesBefore } from '../../functions/domain/instant.ts'
import { tryCountermeasures } from '../../functions/usecases/try-countermeasures.ts'
import { at } from '../signals.ts'
import { aRun, anAction } from './a-run.ts'

/** A run of one action that has five minutes to help, while time passes. */
function counted(one: ReturnType<typeof anAction>) {
  const { ports, steps, now, hands } = aRun()
  const time = { now: at('09:01') }
  const clock = { ...ports.clock, now: () => time.now }
  const actions = { ready: async () => one }
  const deed = () => hands.deeds.get('on a one')?.all.at(-1)
  const run = () =>
    tryCountermeasures({ ...ports, clock, actions }, steps, now().id, {
      title: 'Restart checkout',
      countermeasures: [{ do: { action: 'one', with: {} }, wait: { minutes: 5 } }],
    })
  return { run, steps, time, deed, deeds: () => hands.deeds.get('of checkout')?.all }
}

it('counts an act from when it was tried last, so that nobody else comes to the same thing before its proof is due', async () => {
  const { run, steps, time, deed, deeds } = counted(anAction('one'))
  steps.step = async (name, work) => {
    // The first try breaks off after it was counted, and the next comes when the line is no longer stopped.
    if (name === '1 one: act') await work().then(() => (time.now = at('11:00')))
    return work()
  }
  await run()
  expect(deed()).toMatchObject({ at: at('11:00'), until: at('11:05') })
  expect(deeds()).toHaveLength(1)
})

it('keeps others away from what takes longer than its proof, until it is done', async () => {
  let left = 30
  const slow = anAction('one', {
    act: async () => {
      if (left-- > 0) throw new NotYet('it stops')
      return 'done'
    },
  })
  const { run, steps, time, deed } = counted(slow)
  steps.wait = async (_, { seconds = 0 }) => {
    if (seconds === 15) time.now = minutesBefore(time.now, -0.25)
  }
  await run()
  expect(deed()).toMatchObject({ at: at('09:08:30'), until: at('09:13:30') })
})
