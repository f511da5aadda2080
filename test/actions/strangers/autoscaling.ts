import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling'
import type { Owner, Scenarios } from './scenario.ts'

async function aGroup(as: Owner) {
  const autoscaling = as.client(AutoScalingClient)
  const launch = { LaunchConfigurationName: 'web', ImageId: 'ami-12c6146b', InstanceType: 't3.small' }
  await autoscaling.send(new CreateLaunchConfigurationCommand(launch))
  const group = {
    AutoScalingGroupName: 'web',
    LaunchConfigurationName: 'web',
    MinSize: 1,
    MaxSize: 4,
    DesiredCapacity: 2,
    AvailabilityZones: ['eu-central-1a'],
  }
  await autoscaling.send(new CreateAutoScalingGroupCommand(group))
  return { group: 'web' }
}

async function found(as: Owner) {
  const { AutoScalingGroups } = await as.client(AutoScalingClient).send(new DescribeAutoScalingGroupsCommand())
  return AutoScalingGroups?.[0]
}

const capacity = async (as: Owner) => (await found(as))?.DesiredCapacity
const members = async (as: Owner) => (await found(as))?.Instances?.map(({ InstanceId }) => InstanceId) ?? []

const noRefreshes = 'moto does not know instance refreshes'
let refreshes: object[] = []

export const scenarios: Scenarios = {
  setCapacity: {
    prepare: async (as) => ({ ...(await aGroup(as)), by: 5, atMost: 10 }),
    acted: async (as) => expect(await capacity(as)).toBe(4),
    undone: async (as) => expect(await capacity(as)).toBe(2),
  },
  replaceInstance: {
    async prepare(as) {
      const input = await aGroup(as)
      return { ...input, instance: (await members(as))[0] }
    },
    async acted(as, { instance }) {
      expect(await members(as)).toHaveLength(2)
      expect(await members(as)).not.toContain(instance)
    },
  },
  refresh: {
    async prepare(as) {
      refreshes = []
      return aGroup(as)
    },
    instead: {
      DescribeInstanceRefreshes: { why: noRefreshes, answer: () => ({ InstanceRefreshes: refreshes }) },
      StartInstanceRefresh: {
        why: noRefreshes,
        answer() {
          const InstanceRefreshId = `refresh-${refreshes.push({ InstanceRefreshId: 'refresh-1', Status: 'Pending' })}`
          return { InstanceRefreshId }
        },
      },
    },
    acted: async () => expect(refreshes).toHaveLength(1),
  },
}
