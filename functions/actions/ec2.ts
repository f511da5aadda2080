import type { Instance } from '@aws-sdk/client-ec2'
import { defineAction } from './action.ts'
import {
  describeInstances,
  describeInstanceTypes,
  findInstance,
  findRunning,
  groupOf,
  groupSeen,
  groupWith,
  instanceInput,
  instanceRefusals,
  instanceResource,
  launchOf,
  lockOf,
  rebootInstances,
  stateOf,
} from './ec2-instance.ts'
import {
  changeGroups,
  groupsBefore,
  keepSnapshots,
  quarantineChanges,
  quarantineInput,
  quarantineReads,
  quarantineRefusals,
  refuseOtherGroups,
} from './ec2-quarantine.ts'
import { refuseToStop, restart, restartChanges, restartRefusals } from './ec2-restart.ts'
import { CannotAct } from './failure.ts'

// Amazon EC2. Every export is an action.

/** Restarts the operating system. */
export const reboot = defineAction({
  input: instanceInput,
  fixed: ['tagged'],
  does: 'restarts the operating system on the same hardware; EC2 cuts its power if it does not obey within some minutes',
  risk: 'disruptive',
  locks: lockOf,
  wait: { minutes: 5 },
  refuses: [...instanceRefusals, 'the instance is not running'],
  // Neither its launch time nor its state tells that an instance was rebooted.
  atMostOnce: true,
  reads: { describeInstances },
  changes: { rebootInstances },

  async look(ec2, target) {
    const found = await findRunning(ec2, target)
    return { launchedAt: launchOf(found), group: await groupSeen(ec2, target, found) }
  },
  group: groupWith,

  title: ({ instance }) => `reboot instance ${instance}`,

  async act(ec2, target, { launchedAt }) {
    const { instance } = target
    if (launchOf(await findRunning(ec2, target)) !== launchedAt) {
      throw new CannotAct(`${instance} was stopped and started meanwhile, so it was left alone`)
    }
    await ec2.rebootInstances({ InstanceIds: [instance] })
    return `${instance} was told to reboot`
  },
})

/** Moves the instance to other hardware. */
export const stopAndStart = defineAction({
  input: instanceInput,
  fixed: ['tagged'],
  does: 'stops the instance and starts it again, mostly on other hardware; a public address that is not an Elastic IP changes',
  risk: 'disruptive',
  locks: lockOf,
  wait: { minutes: 10 },
  refuses: [...instanceRefusals, 'the instance is not running', ...restartRefusals],
  reads: { describeInstances, describeInstanceTypes },
  changes: restartChanges,

  async look(ec2, target) {
    const found = await findRunning(ec2, target)
    await refuseToStop(ec2, target, found)
    const group = await groupSeen(ec2, target, found)
    return { launchedAt: launchOf(found), passingAddress: passingAddressOf(found), group }
  },
  group: groupWith,

  title: ({ instance }, seen) =>
    `stop instance ${instance} and start it again${seen?.passingAddress ? ` (its public address ${seen.passingAddress} changes)` : ''}`,

  async act(ec2, target, { launchedAt }) {
    const { instance } = target
    const found = await findInstance(ec2, target)
    if (launchOf(found) === launchedAt) {
      await restart(ec2, target, found)
      return `${instance} was stopped and is starting again`
    }
    if (!['pending', 'running'].includes(stateOf(found))) {
      throw new CannotAct(`${instance} was started again and is ${stateOf(found)} now: somebody else is at it`)
    }
    return `${instance} was started again`
  },
})

/** Leaves the instance one security group that lets nothing through, and keeps snapshots of its disks. */
export const quarantine = defineAction({
  input: quarantineInput,
  fixed: ['securityGroup', 'tagged'],
  does:
    'keeps snapshots of all the instance’s volumes, then leaves it the one security group that lets nothing through; ' +
    'connections that are open already may last',
  risk: 'disruptive',
  locks: lockOf,
  wait: { minutes: 5 },
  refuses: [...instanceRefusals, ...quarantineRefusals],
  reads: quarantineReads,
  changes: quarantineChanges,

  async look(ec2, target) {
    const found = await findInstance(ec2, target)
    const groups = await groupsBefore(ec2, target, found)
    return { groups, scaledBy: groupOf(found) ?? null, group: await groupSeen(ec2, target, found) }
  },
  carriers: (target) => [instanceResource(target)],
  group: groupWith,

  title: ({ instance, securityGroup }, seen) =>
    `keep snapshots of instance ${instance} and cut it off by ${securityGroup}${seen?.scaledBy ? ' (its Auto Scaling group may replace it)' : ''}`,

  async act(ec2, target, { groups }, mark) {
    const { instance, securityGroup } = target
    const change = { from: groups, to: [securityGroup] }
    // Before the snapshots, which cost money and time.
    await refuseOtherGroups(ec2, target, change)
    const snapshots = await keepSnapshots(ec2, instance, mark)
    await changeGroups(ec2, target, change)
    return `${instance} is left with ${securityGroup} alone; snapshots of its volumes: ${snapshots.join(', ')}`
  },

  async undo(ec2, target, { groups }) {
    const { instance, securityGroup } = target
    await changeGroups(ec2, target, { from: [securityGroup], to: groups })
    return `${instance} has its security groups again (${groups.join(', ')}); the snapshots are kept`
  },
})

/** Its public address, where EC2 lends it one only as long as it runs. */
function passingAddressOf({ NetworkInterfaces = [] }: Instance): string | null {
  const addresses = NetworkInterfaces.flatMap(({ Association }) => Association ?? [])
  return addresses.find(({ IpOwnerId }) => IpOwnerId === 'amazon')?.PublicIp ?? null
}
