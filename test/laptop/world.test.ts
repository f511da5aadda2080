import { MovedClock } from '@andon/local-cloud/clock.ts'
import { type AlarmEvent, createCloudWatch } from '@andon/local-cloud/services/cloudwatch/cloudwatch.ts'
import { createEcs } from '@andon/local-cloud/services/ecs/ecs.ts'
import { owner } from '@andon/local-cloud/caller.ts'
import { openStore } from '@andon/local-cloud/store.ts'
import { z } from 'zod'
import type { Prepared } from '../../functions/actions/action.ts'
import type { Session } from '../../functions/actions/api-call.ts'
import { redeploy, scale, stopTask } from '../../functions/actions/ecs.ts'
import { operationOf } from '../actions/an-imitation.ts'
import { createWorld, exampleServices, type Heal } from '../../laptop/world.ts'

function start({ store = openStore(), clock = new MovedClock(), heals }: Partial<Given> = {}) {
  const sent: AlarmEvent[] = []
  const ecs = createEcs({ store, clock, services: exampleServices })
  const cloudwatch = createCloudWatch(store, clock, (event) => {
    if ('previousState' in event.detail) sent.push(event as AlarmEvent)
  })
  const world = createWorld({ ecs, cloudwatch, clock, store, ...(heals && { heals }) })
  const update = (over: object) =>
    ecs.api.call('UpdateService', { cluster: 'shop', service: 'checkout', ...over }, owner)
  const redeploy = () => update({ forceNewDeployment: true })
  const rollBack = () => update({ taskDefinition: 'checkout:6' })
  const scaleSearch = (desiredCount: number) => update({ service: 'search', desiredCount })
  /** As a playbook does it, with the calls that its action makes. */
  const countermeasure = async (action: Prepared) => {
    const session: Session = {
      send: async (_, command) => ecs.api.call(operationOf(command), z.looseObject({}).parse(command.input), owner),
      arnOf: () => 'none',
    }
    return action.act(session, await action.look(session), 'mark')
  }
  return { world, cloudwatch, sent, clock, store, redeploy, rollBack, scaleSearch, countermeasure }
}
interface Given {
  store: ReturnType<typeof openStore>
  clock: MovedClock
  heals: readonly Heal[]
}

it('clears checkout-5xx four seconds after checkout was redeployed, and sends the event', async () => {
  const { cloudwatch, sent, clock, redeploy } = start()
  cloudwatch.setAlarm('checkout-5xx', { state: 'ALARM' })
  cloudwatch.setAlarm('checkout-latency', { state: 'ALARM' })
  await redeploy()
  clock.move(3999)
  expect(cloudwatch.stateOf('checkout-5xx')).toBe('ALARM')
  clock.move(1)
  expect(sent.at(-1)?.detail).toMatchObject({ alarmName: 'checkout-5xx', state: { value: 'OK' } })
  clock.move(3_600_000)
  expect(cloudwatch.stateOf('checkout-latency')).toBe('ALARM')
  expect(sent).toHaveLength(3)
})

it('takes a rollback for as good', async () => {
  const { cloudwatch, clock, rollBack } = start()
  cloudwatch.setAlarm('checkout-5xx', { state: 'ALARM' })
  await rollBack()
  clock.move(4000)
  expect(cloudwatch.stateOf('checkout-5xx')).toBe('OK')
})

it('clears search-latency four seconds after ecs.scale gave search more tasks', async () => {
  const { cloudwatch, sent, clock, countermeasure } = start()
  const search = { cluster: 'shop', service: 'search' }
  cloudwatch.setAlarm('search-latency', { state: 'ALARM' })
  cloudwatch.setAlarm('checkout-5xx', { state: 'ALARM' })
  await countermeasure(redeploy.on(search))
  clock.move(60_000)
  await countermeasure(stopTask.on({ ...search, oldest: 1 }))
  clock.move(60_000)
  expect(cloudwatch.stateOf('search-latency')).toBe('ALARM')

  expect(await countermeasure(scale.on({ ...search, by: 2, atMost: 6 }))).toBe('search is to have 4 tasks, after 2')
  clock.move(3999)
  expect(cloudwatch.stateOf('search-latency')).toBe('ALARM')
  clock.move(1)
  expect(sent.at(-1)?.detail).toMatchObject({ alarmName: 'search-latency', state: { value: 'OK' } })
  expect(cloudwatch.stateOf('checkout-5xx')).toBe('ALARM')
})

it('does not hold fewer tasks for a cure, nor the same number', async () => {
  const { cloudwatch, clock, scaleSearch } = start()
  cloudwatch.setAlarm('search-latency', { state: 'ALARM' })
  await scaleSearch(2)
  await scaleSearch(1)
  clock.move(60_000)
  expect(cloudwatch.stateOf('search-latency')).toBe('ALARM')
})

it('is cured by the rollback alone where that is what it takes', async () => {
  const heals: Heal[] = [{ alarm: 'checkout-5xx', service: 'checkout', by: 'rollback', afterSeconds: 1 }]
  const { cloudwatch, clock, redeploy, rollBack } = start({ heals })
  cloudwatch.setAlarm('checkout-5xx', { state: 'ALARM' })
  await redeploy()
  clock.move(60_000)
  expect(cloudwatch.stateOf('checkout-5xx')).toBe('ALARM')
  await rollBack()
  clock.move(1000)
  expect(cloudwatch.stateOf('checkout-5xx')).toBe('OK')
})

it('does not hold a deployment from before the alarm for its cure', async () => {
  const { cloudwatch, clock, redeploy } = start()
  await redeploy()
  cloudwatch.setAlarm('checkout-5xx', { state: 'ALARM' })
  clock.move(60_000)
  expect(cloudwatch.stateOf('checkout-5xx')).toBe('ALARM')
})

it('goes on recovering after a restart, also when the time has passed meanwhile', async () => {
  const before = start()
  before.cloudwatch.setAlarm('checkout-5xx', { state: 'ALARM' })
  await before.redeploy()
  before.world.close()
  before.clock.move(60_000)
  expect(before.cloudwatch.stateOf('checkout-5xx')).toBe('ALARM')

  const { cloudwatch, sent, clock } = start({ store: before.store, clock: before.clock })
  clock.move(0)
  expect(cloudwatch.stateOf('checkout-5xx')).toBe('OK')
  expect(sent).toHaveLength(1)
})

it('sends nothing when somebody cleared the alarm first', async () => {
  const { cloudwatch, sent, clock, redeploy } = start()
  cloudwatch.setAlarm('checkout-5xx', { state: 'ALARM' })
  await redeploy()
  cloudwatch.setAlarm('checkout-5xx', { state: 'OK' })
  clock.move(60_000)
  expect(sent).toHaveLength(2)
})
