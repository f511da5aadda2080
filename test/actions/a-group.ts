import type { AutoScalingGroup, Instance, InstanceRefresh } from '@aws-sdk/client-auto-scaling'
import { sessionWith } from './an-imitation.ts'

export const instance = 'i-0123456789abcdef0'
export const other = 'i-0aaaaaaaaaaaaaaa0'
export const member = (InstanceId: string) =>
  ({ InstanceId, LifecycleState: 'InService', HealthStatus: 'Healthy' }) satisfies Partial<Instance> as Instance

/** A group of two healthy instances, which may grow to ten. */
export function aGroup() {
  const group = {
    AutoScalingGroupName: 'web',
    MinSize: 1,
    MaxSize: 10,
    DesiredCapacity: 2,
    Instances: [member(instance), member(other)],
  } satisfies Partial<AutoScalingGroup> as AutoScalingGroup & { Instances: Instance[] }
  const world = { there: true, calls: [] as object[] }
  /** Newest first, one a page. */
  const refreshes: InstanceRefresh[] = [{ InstanceRefreshId: 'refresh-1', Status: 'Successful' }]
  const answers = {
    DescribeAutoScalingGroups: () => ({ AutoScalingGroups: world.there ? [{ ...group }] : [] }),
    DescribeInstanceRefreshes({ NextToken = '0' }: { NextToken?: string }) {
      const next = Number(NextToken) + 1
      return {
        InstanceRefreshes: refreshes.slice(next - 1, next),
        ...(next < refreshes.length && { NextToken: String(next) }),
      }
    },
    SetDesiredCapacity(call: { DesiredCapacity: number }) {
      world.calls.push(call)
      group.DesiredCapacity = call.DesiredCapacity
      return {}
    },
    TerminateInstanceInAutoScalingGroup(call: { InstanceId: string }) {
      world.calls.push(call)
      for (const each of group.Instances) {
        if (each.InstanceId === call.InstanceId) each.LifecycleState = 'Terminating'
      }
      return {}
    },
    StartInstanceRefresh(call: object) {
      world.calls.push(call)
      const InstanceRefreshId = `refresh-${refreshes.length + 1}`
      refreshes.unshift({ InstanceRefreshId, Status: 'Pending' })
      return { InstanceRefreshId }
    },
  }
  const state = () => [group, refreshes]
  return { ...sessionWith({ answers, state }), answers, state, group, refreshes, world }
}

/** The same group, but for this. */
export const aGroupWhere = (change: (all: ReturnType<typeof aGroup>) => void) => () => {
  const all = aGroup()
  change(all)
  return all
}
