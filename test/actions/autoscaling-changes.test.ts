import type { InstanceRefreshStatus, LifecycleState } from '@aws-sdk/client-auto-scaling'
import { refresh, replaceInstance, setCapacity } from '../../functions/actions/autoscaling.ts'
import { aGroup, aGroupWhere, instance, member, other } from './a-group.ts'

describe('set capacity', () => {
  const input = { group: 'web', by: 4, atMost: 5 }

  it.each([
    ['adds as many as it may', { by: 2, atMost: 6 }, 10, 4],
    ['goes no further than it is allowed', { by: 4, atMost: 5 }, 10, 5],
    ['goes no further than the group may', { by: 4, atMost: 6 }, 3, 3],
  ])('%s, and its title says the number', async (_, more, MaxSize, to) => {
    const { session, group } = aGroupWhere((all) => (all.group.MaxSize = MaxSize))()
    const action = setCapacity.on({ group: 'web', ...more })
    const plan = await action.look(session)
    expect(action.title(plan)).toBe(`set the desired capacity of Auto Scaling group web from 2 to ${to}`)
    await action.act(session, plan, 'mark')
    expect(group.DesiredCapacity).toBe(to)
  })

  it.each(['act', 'undo'] as const)('leaves alone what somebody set meanwhile: %s', async (what) => {
    const { session, group, world } = aGroup()
    const action = setCapacity.on(input)
    const plan = await action.look(session)
    group.DesiredCapacity = 3
    await expect(action[what]?.(session, plan, 'mark')).rejects.toThrow(
      'somebody, or its scaling, set the desired capacity of web to 3 in the meantime, so nothing was changed',
    )
    expect(world.calls).toEqual([])
  })
})

it('does not raise what starts no instances any more', async () => {
  const { session, group, world } = aGroup()
  const action = setCapacity.on({ group: 'web', by: 1, atMost: 5 })
  const plan = await action.look(session)
  group.SuspendedProcesses = [{ ProcessName: 'Launch' }]
  await expect(action.act(session, plan, 'mark')).rejects.toThrow('web starts no instances')
  expect(world.calls).toEqual([])
})

describe('replace instance', () => {
  const action = replaceInstance.on({ group: 'web', instance })

  it('keeps the size of the group', async () => {
    const { session, world } = aGroup()
    await action.act(session, await action.look(session), 'mark')
    expect(world.calls).toEqual([{ InstanceId: instance, ShouldDecrementDesiredCapacity: false }])
  })

  it('replaces the last instance when it is not healthy: there is nothing to lose', async () => {
    const { session, group } = aGroup()
    group.Instances = [{ ...member(instance), HealthStatus: 'Unhealthy' }]
    await expect(action.look(session)).resolves.toMatchObject({ instances: 1 })
  })

  it('is done when the instance has left the group', async () => {
    const { session, group, world } = aGroup()
    const plan = await action.look(session)
    group.Instances = [member(other)]
    expect(await action.act(session, plan, 'mark')).toBe(`${instance} has left web, or is leaving it`)
    expect(world.calls).toEqual([])
  })

  it('leaves alone an instance that somebody took out of service meanwhile', async () => {
    const { session, group } = aGroup()
    const plan = await action.look(session)
    group.Instances[0]!.LifecycleState = 'Standby'
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(`${instance} is not in service in web: Standby`)
  })

  it.each(['Pending:Proceed', 'Terminating', 'Detaching'])(
    'leaves a group alone where another is %s',
    async (state) => {
      const { session, group } = aGroup()
      group.Instances.push({ ...member('i-0bbbbbbbbbbbbbbb0'), LifecycleState: state as LifecycleState })
      await expect(action.look(session)).rejects.toThrow('web is replacing another instance already')
    },
  )

  it.each<[string, (all: ReturnType<typeof aGroup>) => void, string]>([
    [
      'the other instance fell ill',
      ({ group }) => (group.Instances[1]!.HealthStatus = 'Unhealthy'),
      'is the only healthy instance of web',
    ],
    [
      'the group starts no instances any more',
      ({ group }) => (group.SuspendedProcesses = [{ ProcessName: 'Launch' }]),
      'its Launch process is suspended',
    ],
    [
      'another instance is being replaced',
      ({ group }) => (group.Instances[1]!.LifecycleState = 'Terminating:Wait'),
      `is the only healthy instance of web`,
    ],
  ])('looks once more before it terminates anything: %s', async (_, change, words) => {
    const all = aGroup()
    const plan = await action.look(all.session)
    change(all)
    await expect(action.act(all.session, plan, 'mark')).rejects.toThrow(words)
    expect(all.world.calls).toEqual([])
  })

  it('knows nothing of an instance of another group', async () => {
    const { session, group } = aGroup()
    group.Instances = [member(other)]
    await expect(action.look(session)).rejects.toThrow(`${instance} is not in web`)
  })
})

describe('refresh', () => {
  it.each([
    ['Successful', 'web has an instance refresh already (refresh-2: Successful)'],
    ['InProgress', 'web has an instance refresh already (refresh-2: InProgress)'],
  ])('starts no other after one that was begun meanwhile: %s', async (Status, words) => {
    const { session, world, refreshes } = aGroup()
    const action = refresh.on({ group: 'web' })
    const plan = await action.look(session)
    refreshes.unshift({ InstanceRefreshId: 'refresh-2', Status: Status as InstanceRefreshStatus })
    expect(await action.act(session, plan, 'mark')).toBe(words)
    expect(world.calls).toEqual([])
  })

  it('does not call it done when the one that was begun failed', async () => {
    const { session, world, refreshes } = aGroup()
    const action = refresh.on({ group: 'web' })
    const plan = await action.look(session)
    refreshes.unshift({ InstanceRefreshId: 'refresh-2', Status: 'Cancelled' })
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(
      'instance refresh refresh-2 of web has ended already (Cancelled), and no other was started',
    )
    expect(world.calls).toEqual([])
  })

  it('starts none in a group that starts no instances any more', async () => {
    const { session, world, group } = aGroup()
    const action = refresh.on({ group: 'web' })
    const plan = await action.look(session)
    group.SuspendedProcesses = [{ ProcessName: 'Launch' }]
    await expect(action.act(session, plan, 'mark')).rejects.toThrow('its Launch process is suspended')
    expect(world.calls).toEqual([])
  })

  it('leaves the pace to the group unless told, and what is protected alone', async () => {
    const { session, world } = aGroup()
    const action = refresh.on({ group: 'web' })
    const plan = await action.look(session)
    expect(action.title(plan)).toBe('replace all 2 instances of Auto Scaling group web')
    await action.act(session, plan, 'mark')
    const Preferences = { ScaleInProtectedInstances: 'Ignore', StandbyInstances: 'Ignore' }
    expect(world.calls).toEqual([{ AutoScalingGroupName: 'web', Preferences }])
  })
})
