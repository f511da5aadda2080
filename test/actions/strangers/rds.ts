import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RDSClient,
} from '@aws-sdk/client-rds'
import type { Owner, Scenarios } from './scenario.ts'

const input = { instance: 'orders' }

async function prepare(as: Owner) {
  await as.client(RDSClient).send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: 'orders',
      DBInstanceClass: 'db.m6g.large',
      Engine: 'postgres',
      MultiAZ: true,
      AllocatedStorage: 100,
      MasterUsername: 'owner',
      MasterUserPassword: 'any-password',
    }),
  )
  return input
}

async function instance(as: Owner) {
  const { DBInstances } = await as
    .client(RDSClient)
    .send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'orders' }))
  return DBInstances?.[0]
}
// Moto's instance restarts and fails over in no time, and stays in its zone.
const isThere = async (as: Owner) => expect(await instance(as)).toMatchObject({ DBInstanceStatus: 'available' })

async function prepareCluster(as: Owner) {
  const rds = as.client(RDSClient)
  const Engine = 'aurora-postgresql'
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: 'shop',
      Engine,
      MasterUsername: 'owner',
      MasterUserPassword: 'any-password',
    }),
  )
  for (const DBInstanceIdentifier of ['shop-1', 'shop-2']) {
    const made = { DBInstanceIdentifier, DBClusterIdentifier: 'shop', DBInstanceClass: 'db.r6g.large', Engine }
    await rds.send(new CreateDBInstanceCommand(made))
  }
  return { cluster: 'shop' }
}

async function writers(as: Owner) {
  const { DBClusters } = await as.client(RDSClient).send(new DescribeDBClustersCommand({ DBClusterIdentifier: 'shop' }))
  const members = DBClusters?.[0]?.DBClusterMembers ?? []
  return members.flatMap(({ DBInstanceIdentifier: name, IsClusterWriter: writes }) => (writes ? [name] : []))
}

export const scenarios: Scenarios = {
  reboot: { prepare, acted: isThere },
  failOver: { prepare, acted: isThere },
  failOverCluster: {
    prepare: prepareCluster,
    // Acted on twice: had it failed over twice, shop-1 would be the writer again.
    acted: async (as) => expect(await writers(as)).toEqual(['shop-2']),
  },
  growStorage: {
    prepare: async (as) => ({ ...(await prepare(as)), byPercent: 20, atMostGiB: 500 }),
    acted: async (as) => expect(await instance(as)).toMatchObject({ AllocatedStorage: 120 }),
  },
}
