import type { Instance } from '@aws-sdk/client-ec2'
import { sessionWith } from './an-imitation.ts'

export const instance = 'i-0123456789abcdef0'
export const isolation = 'sg-0aaaaaaaaaaaaaaa0'
const web = 'sg-0bbbbbbbbbbbbbbb0'
export const monthOf = (launches: number) => new Date(Date.UTC(2026, launches))

/** A running instance with one volume. */
export function aMachine() {
  const machine = {
    InstanceType: 't3.small',
    LaunchTime: monthOf(0),
    RootDeviceType: 'ebs',
    State: { Name: 'running' },
    Tags: [{ Key: 'team', Value: 'checkout' }],
    VpcId: 'vpc-1',
    SecurityGroups: [{ GroupId: web }],
    NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1' }],
  } satisfies Instance as Instance
  const world = {
    there: true,
    hasDisks: false,
    groupsVpc: 'vpc-1',
    /** How often it is seen stopping before it has stopped. */
    stopsFor: 0,
    reboots: 0,
    launches: 0,
    snapshots: [] as { SnapshotId: string; mark: string | undefined }[],
    calls: [] as string[],
  }
  const answers = {
    DescribeInstances() {
      const seen = { ...machine }
      if (machine.State?.Name === 'stopping') {
        if (world.stopsFor-- <= 0) seen.State = machine.State = { Name: 'stopped' }
      }
      return { Reservations: world.there ? [{ Instances: [seen] }] : [] }
    },
    DescribeInstanceTypes: () => ({ InstanceTypes: [{ InstanceStorageSupported: world.hasDisks }] }),
    DescribeSecurityGroups: () => ({ SecurityGroups: [{ VpcId: world.groupsVpc }] }),
    // One a page, the first page empty: EC2 filters after it has cut the pages.
    DescribeSnapshots({ Filters, NextToken }: { Filters: { Values: string[] }[]; NextToken?: string }) {
      if (NextToken === undefined) return { Snapshots: [], NextToken: '0' }
      const all = world.snapshots.filter(({ mark = '' }) => Filters[0]?.Values.includes(mark))
      const at = Number(NextToken)
      const Snapshots = all.slice(at, at + 1).map(({ SnapshotId }) => ({ SnapshotId }))
      return { Snapshots, NextToken: at + 1 < all.length ? String(at + 1) : '' }
    },
    CreateSnapshots({ TagSpecifications }: { TagSpecifications: { Tags: { Value: string }[] }[] }) {
      for (const _ of ['root', 'data']) {
        const SnapshotId = `snap-${world.snapshots.length + 1}`
        world.snapshots.push({ SnapshotId, mark: TagSpecifications[0]?.Tags[0]?.Value })
      }
      return { Snapshots: world.snapshots.map(({ SnapshotId }) => ({ SnapshotId })) }
    },
    ModifyInstanceAttribute({ Groups }: { Groups: string[] }) {
      machine.SecurityGroups = Groups.map((GroupId) => ({ GroupId }))
      return {}
    },
    RebootInstances: () => (world.reboots++, {}),
    StopInstances: () => ((machine.State = { Name: 'stopping' }), {}),
    StartInstances() {
      machine.State = { Name: 'pending' }
      machine.LaunchTime = monthOf(++world.launches)
      return {}
    },
  }
  const state = () => [machine.State, world.launches, world.reboots, machine.SecurityGroups, world.snapshots]
  return { ...sessionWith({ answers, state }), answers, state, machine, world }
}

/** The same machine, but for this. */
export const aMachineWhere = (change: (all: ReturnType<typeof aMachine>) => void) => () => {
  const all = aMachine()
  change(all)
  return all
}
