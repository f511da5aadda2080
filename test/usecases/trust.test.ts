import { decideApprove, decideRefuse, decideRun } from '../../functions/domain/decide-decision.ts'
import type { Incident } from '../../functions/domain/incident.ts'
import type { Trust } from '../../functions/domain/trust.ts'
import { suggest } from '../../functions/usecases/suggest.ts'
import { tryCountermeasures } from '../../functions/usecases/try-countermeasures.ts'
import { at } from '../signals.ts'
import { aRun, anAction } from './a-run.ts'

const playbook = (...names: string[]) => ({
  title: 'Restart checkout',
  countermeasures: names.map((action) => ({ do: { action, with: { on: 'x' } }, wait: { minutes: 5 } })),
})

/** A run at some trust, of actions by their names. */
function trusted(trust: Trust, ...known: ReturnType<typeof anAction>[]) {
  const run = aRun()
  const { world, ports } = run
  world.becomes({ ...run.now(), trust, ...(trust === 'suggest' || trust === 'observe' ? { state: 'help' } : {}) })
  const actions = { ready: async ({ action }: { action: string }) => known.find(({ name }) => name === action)! }
  const started = () =>
    tryCountermeasures({ ...ports, actions }, run.steps, run.now().id, playbook(...known.map(({ name }) => name)))
  const suggests = () =>
    suggest({ ...ports, actions }, run.steps, run.now().id, playbook(...known.map(({ name }) => name)))
  const decides = (what: typeof decideApprove | typeof decideRefuse, plan = run.now().asked?.plan ?? '') => {
    const said = { id: `${run.said.length}`, by: 'ada', via: 'api', incident: 'x', plan, reason: '' } as const
    const decision = (what as any)(run.now(), said, at('09:02'))
    if (decision.kind === 'change') world.changes(decision.change)
    return decision
  }
  return { ...run, started, suggests, decides }
}

describe('approve', () => {
  it('asks for exactly what it would do, and does it once a person approves', async () => {
    const one = anAction('one')
    const { started, decides, world, said, now } = trusted('approve', one)
    world.onHold = () => {
      expect(now()).toMatchObject({ state: 'approval', asked: { nth: 0, title: 'do one' } })
      expect(one.acts).toBe(0)
      decides(decideApprove)
      return 'succeeded'
    }
    await started()
    expect(one.acts).toBe(1)
    expect(said.slice(0, 5)).toEqual([
      'waits for a decision: may it do one?',
      'ada approves: do one',
      'goes on: a person decided',
      'do one',
      'one done',
    ])
  })

  it('asks again when what it saw has changed since', async () => {
    let seen = 0
    const one = anAction('one', { look: async () => ({ seen: seen++ === 0 ? 'old' : 'new' }) })
    const { started, decides, world, said } = trusted('approve', one)
    world.onHold = () => (decides(decideApprove), 'succeeded')
    await started()
    expect(said.filter((text) => text.startsWith('waits for a decision'))).toHaveLength(2)
    expect(one.acts).toBe(1)
  })

  it('does nothing when a person refuses, and people are called', async () => {
    const one = anAction('one')
    const { started, decides, world, now, said } = trusted('approve', one)
    world.onHold = () => (decides(decideRefuse), 'succeeded')
    await started()
    expect([one.acts, now().state]).toEqual([0, 'help'])
    expect(said.at(-1)).toBe('people are called: ada refuses: do one')
  })

  it('calls people when nobody decides in time, and does nothing', async () => {
    const one = anAction('one')
    const { started, world, now, said } = trusted('approve', one)
    world.onHold = () => 'timed-out'
    await started()
    expect([one.acts, now().state]).toEqual([0, 'help'])
    expect(said.at(-1)).toBe('people are called: may it do one?, and nobody decided within 15 minutes')
  })

  it('asks for each countermeasure by itself', async () => {
    const [one, two] = [anAction('one'), anAction('two')]
    const { started, decides, world, said } = trusted('approve', one, two)
    world.onHold = () => (decides(decideApprove), 'succeeded')
    await started()
    expect([one.acts, two.acts]).toEqual([1, 1])
    expect(said.filter((text) => text.startsWith('ada approves'))).toEqual([
      'ada approves: do one',
      'ada approves: do two',
    ])
  })

  it('takes a yes for one act alone, though the next is the very same', async () => {
    const one = anAction('one')
    const { ports, steps, world, now, said, decides } = trusted('approve', one)
    world.onHold = () => (decides(decideApprove), 'succeeded')
    const actions = { ready: async () => one }
    await tryCountermeasures({ ...ports, actions }, steps, now().id, playbook('one', 'one'))
    expect(one.acts).toBe(2)
    expect(said.filter((text) => text.startsWith('waits for a decision'))).toHaveLength(2)
  })
})

describe('suggest', () => {
  it('says what it would do, and does it once a person starts that', async () => {
    const one = anAction('one')
    const { started, suggests, decides, said, now } = trusted('suggest', one)
    await suggests()
    expect([said.at(-1), now().state, one.acts]).toEqual(['Restart checkout suggests: do one', 'help', 0])
    decides(decideRun as never, now().suggestion?.plan)
    await started()
    expect(one.acts).toBe(1)
    expect(said).toContain('ada starts: do one')
  })

  it('says why it has nothing to suggest', async () => {
    const { CannotAct } = await import('../../functions/actions/failure.ts')
    const one = anAction('one', { look: () => Promise.reject(new CannotAct('there is no such service')) })
    const { suggests, said } = trusted('suggest', one)
    await suggests()
    expect(said.at(-1)).toBe('Restart checkout has nothing to suggest: there is no such service')
  })
})

it('suggests nothing more once it was tried: nobody can start the same twice', async () => {
  const one = anAction('one')
  const { started, suggests, decides, now } = trusted('suggest', one)
  await suggests()
  const plan = now().suggestion?.plan
  decides(decideRun as never, plan)
  await started()
  expect([one.acts, now().state, now().suggestion]).toEqual([1, 'help', undefined])
  expect(decides(decideRun as never, plan)).toEqual({ kind: 'ignore', because: 'nobody-asked' })
  await suggests()
  expect(now().suggestion).toBeUndefined()
})

it('observe: says what it would have done, and gives nobody anything to start', async () => {
  const one = anAction('one')
  const { suggests, said, now } = trusted('observe', one)
  await suggests()
  expect(said.at(-1)).toBe('Restart checkout would now, if it were trusted to: do one')
  expect([one.acts, now().suggestion]).toEqual([0, undefined])
})

it('auto: asks nobody', async () => {
  const one = anAction('one')
  const { started, said } = trusted('auto', one)
  await started()
  expect(one.acts).toBe(1)
  expect(said.some((text) => text.startsWith('waits'))).toBe(false)
})

it('acts on nothing while somebody has stopped the machines, and calls people', async () => {
  const one = anAction('one')
  const { started, world, said, now } = trusted('auto', one)
  world.machines = { kind: 'stopped', because: 'the machines are stopped: by ada' }
  await started()
  expect([one.acts, now().state, said.at(-1)]).toEqual([
    0,
    'help',
    'people are called: the machines are stopped: by ada',
  ])
})

it('keeps its hands off what another machine is at, until that one’s proof is due', async () => {
  const one = anAction('one')
  const { started, hands, waited, world, said } = trusted('auto', one)
  const deed = { mark: 'other-0', incident: 'other', playbook: 'other', resource: 'a one', at: at('08:59') }
  await hands.add((await hands.of(['search'], deed)).hands!, { ...deed, until: at('09:04') }, { line: 'search' })
  world.onWait = () => void (waited.at(-1) === 'hold 1' && hands.deeds.clear())
  await started()
  expect(said[0]).toBe('held: other is at a one for another incident; it looks again at 2026-11-21 09:04 UTC')
  expect([waited[0], one.acts]).toEqual(['hold 1', 1])
})

it('counts an act before it is done, and once, though its step is tried again', async () => {
  let tries = 0
  const one = anAction('one', {
    act: async () => {
      if (tries++ === 0) throw new Error('no answer')
      return 'done'
    },
  })
  const { started, steps, hands } = trusted('auto', one)
  const before = { ...steps }
  steps.step = async (name, work, options) =>
    before.step(name, work, options).catch(() => before.step(name, work, options))
  await started()
  expect(tries).toBe(2)
  expect(hands.deeds.get('on a one')?.all).toHaveLength(1)
  expect(
    (hands.deeds.get('of checkout')?.all ?? []).map(({ incident }: { incident: Incident['id'] }) => incident),
  ).toHaveLength(1)
})
