import { refresh, replaceInstance, setCapacity } from '../../functions/actions/autoscaling.ts'
import { aGroup, aGroupWhere, instance, member } from './a-group.ts'
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
        says: 'web has a desired capacity of 7 already, and may have 6 at most',
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
