import type { DBInstance } from '@aws-sdk/client-rds'
import { CannotAct } from './failure.ts'

// How much storage an instance of Amazon RDS gets.

/** GiB, now and then. */
interface Growth {
  readonly from: number
  readonly to: number
}

/** What RDS would round a smaller growth up to; a ceiling must not be passed that way. */
const leastPercent = 10

/** @param byPercent at least 10 */
export function growthOf(instance: DBInstance, byPercent: number, atMostGiB: number): Growth {
  const { DBInstanceIdentifier: name, AllocatedStorage: from, DBClusterIdentifier: cluster } = instance
  if (cluster !== undefined || from === undefined) {
    throw new CannotAct(`the storage of ${name} is not its own: it is the cluster’s (${cluster ?? 'no name given'})`)
  }
  // Where storage autoscaling is on, its ceiling is the owner's too.
  const ceiling = Math.min(atMostGiB, instance.MaxAllocatedStorage ?? atMostGiB)
  const to = Math.min(grown(from, byPercent), ceiling)
  if (to < grown(from, leastPercent)) {
    throw new CannotAct(
      `${name} has ${from} GiB, and may have ${ceiling} GiB at most: RDS grows storage by ${leastPercent} % or more`,
    )
  }
  return { from, to }
}

/** In whole numbers, because 100 * 1.1 is more than 110 to a computer. */
const grown = (from: number, byPercent: number) => Math.ceil((from * (100 + byPercent)) / 100)

/** What the instance has, or gets by what it was told already. */
export const storageOf = ({ AllocatedStorage: now = 0, PendingModifiedValues: pending }: DBInstance): number =>
  Math.max(now, pending?.AllocatedStorage ?? 0)

/**
 * RDS wants provisioned IOPS and throughput named again when storage grows. Those that a small gp3 volume has by itself
 * (3,000) must not be named, but for SQL Server, where they can be set at any size.
 */
export function performanceToKeep({ Engine: engine = '', StorageType: type, ...instance }: DBInstance) {
  const { Iops, StorageThroughput } = instance
  const ofItself = type === 'gp3' && Iops !== undefined && Iops <= 3000 && !engine.startsWith('sqlserver')
  return ofItself ? {} : { ...(Iops && { Iops }), ...(StorageThroughput && { StorageThroughput }) }
}
