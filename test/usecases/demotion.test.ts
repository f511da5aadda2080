import { CannotAct } from '../../functions/actions/failure.ts'
import { decideApprove } from '../../functions/domain/decide-decision.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { handOver } from '../../functions/usecases/hand-over.ts'
import { record } from '../../functions/usecases/record.ts'
import { resolved } from '../../functions/domain/incident-changes.ts'
import { countermeasureFinished, countermeasureStarted } from '../../functions/domain/run-changes.ts'
import type { Restore } from '../../functions/domain/act.ts'
import { aPipelineSignal } from '../an-event.ts'
import { anAlarm, at, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'
import { aRun, anAction } from './a-run.ts'

const putDown = /restart-checkout asks before each act from now on, until a person restores it/

describe('down', () => {
  it('goes a playbook that acted by itself in vain, and says so with the call for people', async () => {
    const { run, said, hands, now } = aRun()
    await run(anAction('one'))
    expect(said.at(-1)).toMatch(putDown)
    expect(hands.demotion).toEqual({
      playbook: 'restart-checkout',
      v: 1,
      incident: now().id,
      at: at('09:01'),
      because: 'gave up: acted, and it did not clear',
    })
  })

  it('goes one whose act failed', async () => {
    const { run, said, hands } = aRun({ failing: ['1 one: act'] })
    await run(anAction('one'))
    expect(said.at(-1)).toMatch(putDown)
    expect(hands.demotion).toMatchObject({ because: 'failed: nothing could be done' })
  })

  it.each<[string, (run: ReturnType<typeof aRun>) => void]>([
    ['proved', ({ world }) => (world.onWait = world.clears)],
    ['asked before it acted', ({ world, now }) => world.becomes({ ...now(), trust: 'approve', approved: approvedAll })],
    ['kept from acting', ({ world }) => (world.machines = { kind: 'stopped', because: 'by ada' })],
    ['taken over', ({ world }) => (world.onWait = () => void world.taken())],
  ])('goes none that was %s', async (_, happens) => {
    const run = aRun()
    happens(run)
    // One plan was approved: whatever it is.
    run.world.onHold = () => {
      const { asked, id } = run.now()
      const act = { kind: 'approve', incident: id, by: 'ada', via: 'api', id: '1', plan: asked?.plan ?? '' } as const
      const decision = decideApprove(run.now(), act, at('09:02'))
      if (decision.kind === 'change') run.world.changes(decision.change)
      return 'succeeded'
    }
    await run.run(anAction('one'))
    expect(run.hands.demotion).toBeUndefined()
    expect(run.said.some((text) => putDown.test(text))).toBe(false)
  })

  it('goes none whose actions found nothing that made sense: it did nothing in vain', async () => {
    const { run, hands, now } = aRun()
    const look = () => Promise.reject(new CannotAct('there is no such service'))
    await run(anAction('one', { look }))
    expect(now()).toMatchObject({ state: 'help', ended: 'held', tried: [{ failed: true, kept: true }] })
    expect(hands.demotion).toBeUndefined()
  })

  it('goes none of which nobody can tell whether it helped', async () => {
    const { run, hands } = aRun({ by: { ...aPipelineSignal({ neverClears: true }), playbook: restartCheckout } })
    await run(anAction('one'))
    expect(hands.demotion).toBeUndefined()
  })
})
const approvedAll = { plan: '', by: 'ada', at: at('09:00') }

describe('while it is down', () => {
  it('asks though the config trusts it, and acts once a person approves', async () => {
    const { run, hands, world, now, said } = aRun()
    hands.demotion = { playbook: 'restart-checkout', v: 1, incident: 'before', at: at('08:00'), because: 'gave up' }
    const one = anAction('one')
    world.onHold = () => {
      expect([now().state, one.acts]).toEqual(['approval', 0])
      const { asked, id } = now()
      const act = { kind: 'approve', incident: id, by: 'ada', via: 'api', id: '1', plan: asked!.plan } as const
      const decision = decideApprove(now(), act, at('09:02'))
      if (decision.kind === 'change') world.changes(decision.change)
      return 'succeeded'
    }
    await run(one)
    expect(one.acts).toBe(1)
    expect(said[0]).toBe('waits for a decision: may it do one? (it asks since it failed at before)')
  })

  it('asks where its trust cannot be read', async () => {
    const { run, hands, world, now } = aRun()
    hands.demotion = 'unreadable'
    const one = anAction('one')
    world.onHold = () => 'timed-out'
    await run(one)
    expect([one.acts, now().ended]).toEqual([0, 'expired'])
  })
})

/** A playbook that failed at an incident, in the table. */
async function aFailure() {
  const table = aTable()
  const { ports } = table
  const fails = async (name: string) => {
    const settled = await takeIn(ports, anAlarm({ name, playbook: restartCheckout }))
    const id = settled.kind === 'change' ? settled.change.after.id : ''
    const what = { title: 'redeploy', action: 'ecs.redeploy', input: {} }
    await record(ports, id, (now) => countermeasureStarted(now, 0, what, at('09:01')))
    await record(ports, id, (now) =>
      countermeasureFinished(now, 0, what, { outcome: 'done', failed: false, proof: 60 }, at('09:01')),
    )
    await handOver(ports, id, 'it has not cleared', 'through')
    return id
  }
  const down = async () =>
    (await ports.incidents.lookUp({ playbooks: ['restart-checkout'] })).demotionOf('restart-checkout')
  const restores = (incident: string, but: Partial<Restore> = {}) =>
    takeIn(ports, {
      kind: 'restore',
      incident,
      playbook: 'restart-checkout',
      by: 'ada',
      via: 'api',
      id: 'r-1',
      reason: 'the image was broken',
      ...but,
    })
  const opens = async (name: string) => {
    await takeIn(ports, anAlarm({ name, at: at('09:30'), playbook: restartCheckout }))
    return table.incidents().find(({ title }) => title === name)
  }
  return { ...table, fails, down, restores, opens }
}

describe('up again', () => {
  it('goes by a person, whose name and reason stand in the incident that took it down', async () => {
    const { fails, down, restores, opens, said } = await aFailure()
    const id = await fails('checkout-5xx')
    expect(await opens('one')).toMatchObject({ state: 'working', trust: 'approve' })
    expect(said().at(-1)).toBe('Restart checkout is started, and will ask before it acts')

    expect(await restores(id)).toMatchObject({ kind: 'change' })
    expect(said().at(-1)).toBe('ada restores the trust in restart-checkout: the image was broken')
    expect(await down()).toMatchObject({ v: 2, restored: { by: 'ada', reason: 'the image was broken' } })
    expect(await opens('two')).toMatchObject({ state: 'working', trust: 'auto' })
    expect(said().at(-1)).toBe('Restart checkout is started')
  })

  it('goes once, and down again by the next failure', async () => {
    const { fails, down, restores } = await aFailure()
    const id = await fails('checkout-5xx')
    await restores(id)
    expect(await restores(id)).toEqual({ kind: 'ignore', because: 'repeated' })
    expect(await restores(id, { id: 'r-2' })).toEqual({ kind: 'ignore', because: 'not-demoted' })

    const next = await fails('checkout-latency')
    expect(await down()).toMatchObject({ v: 3, incident: next })
    expect(await down()).not.toHaveProperty('restored')
    // Delivered once more, it is about a failure that is long forgiven.
    expect(await restores(id)).toEqual({ kind: 'ignore', because: 'failed-again' })
    expect(await restores(next, { id: 'r-3' })).toMatchObject({ kind: 'change' })
  })

  it('does not go by an act on another incident, nor of a playbook that was never down', async () => {
    const { fails, restores, ports } = await aFailure()
    const other = await takeIn(ports, anAlarm({ name: 'other' }))
    const id = other.kind === 'change' ? other.change.after.id : ''
    expect(await restores(id)).toEqual({ kind: 'ignore', because: 'not-demoted' })
    await fails('checkout-5xx')
    expect(await restores(id)).toEqual({ kind: 'ignore', because: 'failed-again' })
  })

  it('stays down when it clears late: that proves nothing', async () => {
    const { fails, down, ports } = await aFailure()
    const id = await fails('checkout-5xx')
    await record(ports, id, (now) => resolved(now, at('09:40'), 'the alarm'))
    expect(await down()).not.toHaveProperty('restored')
  })
})

it('puts it down once, of two runs that fail at the same moment, and neither is lost', async () => {
  const { fails, down, beforeSave, incidents } = await aFailure()
  let other: Promise<string> | undefined
  beforeSave(async ([write]) => {
    if (write?.demotion === undefined || other !== undefined) return
    other = fails('checkout-latency')
    await other
  })
  await fails('checkout-5xx')
  expect(await down()).toMatchObject({ v: 1, incident: await other })
  expect(incidents().map(({ state, ended }) => `${state} ${ended}`)).toEqual(['help gave-up', 'help gave-up'])
})
