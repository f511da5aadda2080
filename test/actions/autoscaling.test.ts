import { refresh, replaceInstance, setCapacity } from '../../functions/actions/autoscaling.ts'
import { aGroup, aGroupWhere, instance, member, other } from './a-group.ts'
import { itKeepsTheContract } from './contract.ts'
import { grantTexts } from './grant-texts.ts'

const senseless = {
  'there is no such group': {
    world: aGroupWhere(({ world }) => (world.there = false)),
    says: 'there is no Auto Scaling group web',
  },
  'the group is being deleted': {
    world: aGroupWhere(({ group }) => (group.Status = 'Delete in progress')),
    says: 'web is being deleted',
  },
  'the group is scaled to nothing': {
    world: aGroupWhere(({ group }) => (group.DesiredCapacity = 0)),
    says: 'web is scaled to nothing (its desired capacity is 0)',
  },
  'the group’s Launch process is suspended': {
    world: aGroupWhere(({ group }) => (group.SuspendedProcesses = [{ ProcessName: 'Launch' }])),
    says: 'web starts no instances: its Launch process is suspended',
  },
}

await itKeepsTheContract('autoscaling', {
  setCapacity: {
    given: { group: 'web', by: 2, atMost: 6 },
    world: aGroup,
    refuses: [
      [{ by: 2, atMost: 6 }, 'group'],
      [{ group: 'web*', by: 2, atMost: 6 }, 'group'],
      [{ group: 'web', by: 0, atMost: 6 }, 'by'],
      [{ group: 'web', by: 1.5, atMost: 6 }, 'by'],
      [{ group: 'web', by: 2 }, 'atMost'],
    ],
    senseless: {
      ...senseless,
      'the group is at its maximum size': {
        world: aGroupWhere(({ group }) => (group.MaxSize = 2)),
        says: 'web is at its maximum size already (2 of 2)',
      },
      'the desired capacity is at `atMost` already': {
        world: aGroupWhere(({ group }) => (group.DesiredCapacity = 7)),
        says: 'web has a desired capacity of 7, and at most 6 is allowed',
      },
    },
  },
  replaceInstance: {
    given: { group: 'web', instance },
    world: aGroup,
    refuses: [
      [{ group: 'web' }, 'instance'],
      [{ group: 'web', instance: 'web-1' }, 'instance'],
    ],
    senseless: {
      ...senseless,
      'the instance is not in service in that group': {
        world: aGroupWhere(({ group }) => (group.Instances[0]!.LifecycleState = 'Standby')),
        says: `${instance} is not in service in web: Standby`,
      },
      'the instance is protected from scale-in': {
        world: aGroupWhere(({ group }) => (group.Instances[0]!.ProtectedFromScaleIn = true)),
        says: `${instance} is protected from scale-in`,
      },
      'it is the group’s only healthy instance': {
        world: aGroupWhere(({ group }) => (group.Instances[1]!.HealthStatus = 'Unhealthy')),
        says: `${instance} is the only healthy instance of web`,
      },
      'other instances of the group come or go already': {
        world: aGroupWhere(({ group }) =>
          group.Instances.push({ ...member('i-0bbbbbbbbbbbbbbb0'), LifecycleState: 'Pending:Wait' }),
        ),
        says: 'web is replacing another instance already (i-0bbbbbbbbbbbbbbb0: Pending:Wait)',
      },
    },
  },
  refresh: {
    given: { group: 'web', minHealthyPercentage: 75 },
    world: aGroup,
    refuses: [
      [{}, 'group'],
      [{ group: 'web', minHealthyPercentage: 49 }, 'minHealthyPercentage'],
    ],
    senseless: {
      ...senseless,
      'an instance refresh is under way': {
        world: aGroupWhere(({ refreshes }) => refreshes.push({ InstanceRefreshId: 'refresh-0', Status: 'Baking' })),
        says: 'web is being refreshed already (refresh-0: Baking)',
      },
    },
  },
})

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
      'the desired capacity of web was set to 3 in the meantime, so it was left',
    )
    expect(world.calls).toEqual([])
  })
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
    await expect(action.look(session)).resolves.toEqual({ instances: 1 })
  })

  it('is done when the instance has left the group', async () => {
    const { session, group, world } = aGroup()
    const plan = await action.look(session)
    group.Instances = [member(other)]
    expect(await action.act(session, plan, 'mark')).toBe(`web is replacing ${instance}`)
    expect(world.calls).toEqual([])
  })

  it('leaves alone an instance that somebody took out of service meanwhile', async () => {
    const { session, group } = aGroup()
    const plan = await action.look(session)
    group.Instances[0]!.LifecycleState = 'Standby'
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(
      `somebody took ${instance} out of service meanwhile (Standby)`,
    )
  })

  it('knows nothing of an instance of another group', async () => {
    const { session, group } = aGroup()
    group.Instances = [member(other)]
    await expect(action.look(session)).rejects.toThrow(`${instance} is not in web`)
  })
})

describe('refresh', () => {
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

it('names the calls that it makes, on the one group', () => {
  const onGroup = 'autoscaling:::autoScalingGroup:*:autoScalingGroupName/web'
  expect(grantTexts(setCapacity.on({ group: 'web', by: 1, atMost: 3 }))).toEqual([
    'autoscaling:DescribeAutoScalingGroups *',
    `autoscaling:SetDesiredCapacity ${onGroup}`,
  ])
  expect(grantTexts(replaceInstance.on({ group: 'web', instance }))).toEqual([
    'autoscaling:DescribeAutoScalingGroups *',
    `autoscaling:TerminateInstanceInAutoScalingGroup ${onGroup}`,
  ])
  expect(grantTexts(refresh.on({ group: 'web' }))).toEqual([
    'autoscaling:DescribeAutoScalingGroups *',
    'autoscaling:DescribeInstanceRefreshes *',
    `autoscaling:StartInstanceRefresh ${onGroup}`,
  ])
})
