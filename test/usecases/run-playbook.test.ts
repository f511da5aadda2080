import { StepFailed } from '../../functions/usecases/steps.ts'
import { runPlaybook } from '../../functions/usecases/run-playbook.ts'
import { aRun, anAction } from './a-run.ts'
import { quiet, someRules } from './hands-in-memory.ts'

const playbook = (action: string) => ({
  title: 'Restart',
  countermeasures: [{ do: { action, with: {} }, wait: { minutes: 5 } }],
})

it('runs the playbook that it is told, with what that one may do', async () => {
  const { ports, steps, now } = aRun()
  const one = anAction('one')
  const asked: unknown[] = []
  const actionsOf = (run: unknown) => (asked.push(run), { ready: async () => one, protection: quiet.protection })
  const playbooks = { restart: playbook('one'), other: playbook('two') }
  const run = { incident: now().id, playbook: 'restart' }
  expect(await runPlaybook({ ...ports, playbooks, actionsOf, rulesOf: () => someRules }, steps, run)).toEqual({
    ended: 'handed-over',
    tried: 1,
  })
  expect([one.acts, asked, now().tried]).toMatchObject([1, [run], [{ action: 'one' }]])
})

it('calls people when there is no such playbook any more', async () => {
  const { ports, steps, said, now } = aRun()
  const actionsOf = (): never => {
    throw new Error('there is nothing to act with')
  }
  const run = { incident: now().id, playbook: 'restart' }
  expect(await runPlaybook({ ...ports, playbooks: {}, actionsOf, rulesOf: () => someRules }, steps, run)).toMatchObject(
    { ended: 'handed-over' },
  )
  expect([now().state, said.at(-1)]).toEqual([
    'help',
    'people are called: andon.config.ts no longer has the playbook restart',
  ])
})

it('calls people in the end when the table did not answer for minutes', async () => {
  const { ports, steps, said, now } = aRun()
  const one = anAction('one')
  const waited: unknown[] = []
  const failing: typeof steps = {
    ...steps,
    wait: async (_, duration) => void waited.push(duration),
    step: (name, work) =>
      name === '1 one: end' || /try [12]$/.test(name) ? Promise.reject(new StepFailed('no answer')) : work(),
  }
  const playbooks = { restart: playbook('one') }
  const actionsOf = () => ({ ready: async () => one, protection: quiet.protection })
  const all = { ...ports, playbooks, actionsOf, rulesOf: () => someRules }
  expect(await runPlaybook(all, failing, { incident: now().id, playbook: 'restart' })).toMatchObject({
    ended: 'handed-over',
  })
  expect([now().state, said.at(-1)]).toEqual(['help', 'people are called: the playbook could not go on: no answer'])
  expect(waited).toEqual([{ minutes: 1 }, { minutes: 1 }, { minutes: 1 }])
})
