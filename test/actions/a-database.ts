import type { DBCluster, DBInstance } from '@aws-sdk/client-rds'
import { awsError, sessionWith } from './an-imitation.ts'

/**
 * A Multi-AZ instance of 100 GiB and an Aurora cluster. What is asked of them takes a while, in which the old is shown:
 * `settle` ends it.
 */
export function aDatabase(instance: Partial<DBInstance> = {}, cluster: Partial<DBCluster> = {}) {
  const db: DBInstance = {
    DBInstanceIdentifier: 'orders',
    DBInstanceStatus: 'available',
    MultiAZ: true,
    AvailabilityZone: 'eu-central-1a',
    SecondaryAvailabilityZone: 'eu-central-1b',
    AllocatedStorage: 100,
    StorageType: 'gp2',
    ...instance,
  }
  const aurora: DBCluster = {
    Status: 'available',
    DBClusterMembers: [
      { DBInstanceIdentifier: 'shop-1', IsClusterWriter: true },
      { DBInstanceIdentifier: 'shop-2', IsClusterWriter: false },
    ],
    ...cluster,
  }
  const changes: object[] = []
  const underWay: (() => void)[] = []
  const settle = () => {
    for (const done of underWay.splice(0)) done()
    db.DBInstanceStatus = aurora.Status = 'available'
  }
  const answers = {
    DescribeDBInstances: (): { DBInstances: DBInstance[] } => ({ DBInstances: [{ ...db }] }),
    RebootDBInstance(request: { ForceFailover: boolean }) {
      changes.push(request)
      db.DBInstanceStatus = 'rebooting'
      if (request.ForceFailover) {
        underWay.push(() => {
          Object.assign(db, { AvailabilityZone: 'eu-central-1b', SecondaryAvailabilityZone: 'eu-central-1a' })
        })
      }
      return {}
    },
    ModifyDBInstance(request: { AllocatedStorage: number }) {
      changes.push(request)
      db.DBInstanceStatus = 'modifying'
      db.PendingModifiedValues = { AllocatedStorage: request.AllocatedStorage }
      return {}
    },
    DescribeDBClusters: (): { DBClusters: DBCluster[] } => ({ DBClusters: [structuredClone(aurora)] }),
    FailoverDBCluster(request: object) {
      changes.push(request)
      aurora.Status = 'failing-over'
      underWay.push(() => {
        for (const member of aurora.DBClusterMembers ?? []) member.IsClusterWriter = !member.IsClusterWriter
      })
      return {}
    },
  }
  return {
    ...sessionWith({ answers, state: () => changes }),
    answers,
    state: () => changes,
    changes,
    db,
    aurora,
    settle,
  }
}

const gone = (name: string) => () => {
  throw Object.assign(awsError(name, 'orders not found.'), { $metadata: { httpStatusCode: 404 } })
}
/** As RDS answers where there is no such thing. */
export function withoutAny() {
  const database = aDatabase()
  const answers = {
    ...database.answers,
    DescribeDBInstances: gone('DBInstanceNotFoundFault'),
    DescribeDBClusters: gone('DBClusterNotFoundFault'),
  }
  return { ...database, answers }
}
