import { CreateDBInstanceCommand, DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds'
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

export const scenarios: Scenarios = {
  reboot: { prepare, acted: isThere },
  failOver: { prepare, acted: isThere },
  growStorage: {
    prepare: async (as) => ({ ...(await prepare(as)), byPercent: 20, atMostGiB: 500 }),
    acted: async (as) => expect(await instance(as)).toMatchObject({ AllocatedStorage: 120 }),
  },
}
