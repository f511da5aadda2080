import type { DBInstance } from '@aws-sdk/client-rds'
import { awsError, sessionWith } from './an-imitation.ts'

/** A Multi-AZ instance of 100 GiB; what is asked of it is done at once. */
export function aDatabase(instance: Partial<DBInstance> = {}) {
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
  const changes: object[] = []
  const answers = {
    DescribeDBInstances: (): { DBInstances: DBInstance[] } => ({ DBInstances: [{ ...db }] }),
    RebootDBInstance(request: { ForceFailover: boolean }) {
      changes.push(request)
      if (request.ForceFailover) {
        Object.assign(db, { AvailabilityZone: 'eu-central-1b', SecondaryAvailabilityZone: 'eu-central-1a' })
      }
      return {}
    },
    ModifyDBInstance(request: { AllocatedStorage: number }) {
      changes.push(request)
      db.PendingModifiedValues = { AllocatedStorage: request.AllocatedStorage }
      return {}
    },
  }
  return { ...sessionWith({ answers, state: () => changes }), answers, state: () => changes, changes, db }
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
  }
  return { ...database, answers }
}
