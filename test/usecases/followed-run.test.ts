import { tryCountermeasures } from '../../functions/usecases/try-countermeasures.ts'
import { aRun, anAction } from './a-run.ts'

/** A person starts the playbook once more, when a step of its first run begins. */
async function followed(when: string) {
  const { ports, steps, world, now } = aRun()
  const one = anAction('one')
  world.onStep = (name) => void (name === when && world.becomes({ ...now(), runs: 2, version: now().version + 1 }))
  const ran = await tryCountermeasures({ ...ports, actions: { ready: async () => one }, attempt: 1 }, steps, now().id, {
    title: 'Restart checkout',
    countermeasures: [{ do: { action: 'one', with: {} }, wait: { minutes: 5 } }],
  })
  return { ran, acts: one.acts, state: now().state, tried: now().tried.length }
}

it('does nothing more once a newer run of its incident was started, and calls nobody', async () => {
  const ran = { ended: 'over', tried: 0 }
  expect(await followed('1 one: begin')).toEqual({ ran, acts: 0, state: 'working', tried: 0 })
})

it('leaves it to the newer run to call people', async () => {
  expect(await followed('hand over')).toMatchObject({ acts: 1, state: 'working' })
})
