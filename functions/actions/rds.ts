import * as z from 'zod/mini'
import { defineAction } from './action.ts'
import { CannotAct } from './failure.ts'
import { inputOf, wholeNumber } from './input.ts'
import { clusterField, describeDBClusters, failoverDBCluster, findCluster } from './rds-cluster.ts'
import {
  describeDBInstances,
  findAvailable,
  findInstance,
  refuseNewParameters,
  waitingIn,
  instanceField,
  instanceRefusals,
  lockOfInstance,
  modifyDBInstance,
  rebootDBInstance,
} from './rds-instance.ts'
import { growthOf, performanceToKeep, storageOf } from './rds-storage.ts'

// Amazon RDS and Aurora. Every export is an action.

/** Restarts the database engine of one instance. */
export const reboot = defineAction({
  input: inputOf({ instance: instanceField }),
  does:
    'restarts the database of one instance, without asking for a failover; ' +
    'changed parameters that wait for a restart take effect',
  risk: 'disruptive',
  locks: lockOfInstance,
  wait: { minutes: 10 },
  refuses: instanceRefusals,
  // A restart that is over leaves nothing but RDS's events, and those may be missing or late, says RDS's user guide.
  atMostOnce: true,
  reads: { describeDBInstances },
  changes: { rebootDBInstance },

  async look(rds, target) {
    return { waiting: waitingIn(await findAvailable(rds, target)) }
  },

  title: ({ instance }, seen) => `restart instance ${instance}${seen && seen.waiting.length > 0 ? takeEffect : ''}`,

  async act(rds, { instance }, { waiting }) {
    refuseNewParameters({ instance }, await findAvailable(rds, { instance }), waiting)
    await rds.rebootDBInstance({ DBInstanceIdentifier: instance, ForceFailover: false })
    const but = waiting.length === 0 ? '' : `, with the changed parameters of ${waiting.join(', ')}`
    return `${instance} is restarting${but}`
  },
})

const takeEffect = '; changed parameters that wait for that take effect'

/** Goes over to the standby of a Multi-AZ instance. */
export const failOver = defineAction({
  input: inputOf({ instance: instanceField }),
  does:
    'fails over to the standby of a Multi-AZ instance: connections break for a minute or two; ' +
    'changed parameters that wait for a restart take effect',
  risk: 'disruptive',
  locks: lockOfInstance,
  wait: { minutes: 10 },
  refuses: [...instanceRefusals, 'the instance has no standby'],
  // RDS may show the new zone minutes after the instance is available again: until then nobody can tell.
  atMostOnce: true,
  reads: { describeDBInstances },
  changes: { rebootDBInstance },

  async look(rds, target) {
    const found = await findAvailable(rds, target)
    const { MultiAZ, AvailabilityZone = '', SecondaryAvailabilityZone = '', DBClusterIdentifier: cluster } = found
    if (cluster !== undefined) {
      throw new CannotAct(`${target.instance} has no standby of its own: it belongs to the cluster ${cluster}`)
    }
    if (MultiAZ !== true) throw new CannotAct(`${target.instance} has no standby (it is not Multi-AZ)`)
    return { from: AvailabilityZone, to: SecondaryAvailabilityZone, waiting: waitingIn(found) }
  },

  title: ({ instance }, seen) =>
    `fail over instance ${instance} to its standby${seen ? zones(seen) : ''}${seen && seen.waiting.length > 0 ? takeEffect : ''}`,

  async act(rds, target, seen) {
    const found = await findAvailable(rds, target)
    const { AvailabilityZone: zone = '' } = found
    if (zone !== seen.from)
      return `${target.instance} has failed over already: it runs in ${zone || 'another zone'} now`
    if (found.MultiAZ !== true)
      throw new CannotAct(`${target.instance} has no standby any more, so nothing was changed`)
    refuseNewParameters(target, found, seen.waiting)
    await rds.rebootDBInstance({ DBInstanceIdentifier: target.instance, ForceFailover: true })
    return `${target.instance} fails over to its standby${zones(seen)}`
  },
})

const zones = ({ from, to }: { from: string; to: string }) =>
  from === '' || to === '' ? '' : ` (from ${from} to ${to})`

/** Makes a reader of an Aurora or Multi-AZ cluster its writer. */
export const failOverCluster = defineAction({
  input: inputOf({ cluster: clusterField }),
  does: 'makes a reader of an Aurora or Multi-AZ cluster its writer, the one that the cluster itself would choose',
  risk: 'disruptive',
  locks: ({ cluster }) => `rds cluster:${cluster}`,
  wait: { minutes: 10 },
  refuses: ['there is no such cluster', 'the cluster is not available', 'the cluster has no reader, or no writer here'],
  // For some seconds RDS may go on showing the old writer: a second failover would go back to what was left.
  atMostOnce: true,
  reads: { describeDBClusters },
  changes: { failoverDBCluster },

  async look(rds, target) {
    const { status, writer, readers } = await findCluster(rds, target)
    if (status !== 'available') throw notAvailable(target, status)
    if (readers === 0) throw withoutReader(target)
    if (writer === undefined) {
      throw new CannotAct(`${target.cluster} has no writer here: that of a global database is in another region`)
    }
    return { writer }
  },

  title: ({ cluster }, seen) =>
    `fail over cluster ${cluster}${seen ? ` from its writer ${seen.writer}` : ''} to a reader`,

  async act(rds, target, seen) {
    const { status, writer, readers } = await findCluster(rds, target)
    if (writer !== seen.writer) {
      return `the writer of ${target.cluster} is ${writer ?? 'none'} now, and no longer ${seen.writer}`
    }
    // The cluster's own, or somebody else's: either way another writer comes.
    if (status === 'failing-over') return `${target.cluster} is failing over from ${writer}`
    if (status !== 'available') throw notAvailable(target, status)
    if (readers === 0) throw withoutReader(target)
    await rds.failoverDBCluster({ DBClusterIdentifier: target.cluster })
    return `${target.cluster} fails over from ${writer}`
  },
})

const notAvailable = ({ cluster }: { cluster: string }, status: string) =>
  new CannotAct(`${cluster} is not available (its status is ${status})`)
const withoutReader = ({ cluster }: { cluster: string }) => new CannotAct(`${cluster} has no reader to fail over to`)

/** Gives an instance more storage, which it then keeps: RDS cannot take storage away. */
export const growStorage = defineAction({
  input: inputOf({
    instance: instanceField,
    byPercent: wholeNumber(10, 100).check(z.describe('by how much, in percent')),
    atMostGiB: wholeNumber(20, 65_536).check(z.describe('never to more than this')),
  }),
  does: 'gives an instance more storage at once; RDS cannot make it smaller again, and lets it grow once in six hours',
  risk: 'lossy',
  locks: lockOfInstance,
  wait: { minutes: 15 },
  refuses: [
    ...instanceRefusals,
    'the storage is a cluster’s (Aurora)',
    'less than 10 % more is left up to the ceiling, which is the lower of the input’s and storage autoscaling’s',
  ],
  reads: { describeDBInstances },
  changes: { modifyDBInstance },

  async look(rds, { byPercent, atMostGiB, ...target }) {
    return { ...growthOf(await findAvailable(rds, target, full), byPercent, atMostGiB) }
  },

  title: ({ instance, byPercent, atMostGiB }, seen) =>
    `grow the storage of instance ${instance} ${seen ? `from ${seen.from} to ${seen.to} GiB` : `by ${byPercent} %, to ${atMostGiB} GiB at most`}, for good`,

  async act(rds, { instance }, { from, to }) {
    const found = await findInstance(rds, { instance })
    const has = storageOf(found)
    if (has >= to) return `the storage of ${instance} is ${has} GiB, or is growing to it`
    if (has !== from) {
      throw new CannotAct(
        `somebody, or its autoscaling, set the storage of ${instance} to ${has} GiB in the meantime, so nothing was changed`,
      )
    }
    await rds.modifyDBInstance({
      DBInstanceIdentifier: instance,
      AllocatedStorage: to,
      ...performanceToKeep(found),
      ApplyImmediately: true,
    })
    return `the storage of ${instance} grows from ${from} to ${to} GiB`
  },
})

/** What RDS shows when all storage is used up: only more storage ends it. */
const full = 'storage-full'
