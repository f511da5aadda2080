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
