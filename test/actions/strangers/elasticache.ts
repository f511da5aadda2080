import {
  CreateReplicationGroupCommand,
  DescribeReplicationGroupsCommand,
  ElastiCacheClient,
} from '@aws-sdk/client-elasticache'
import type { Scenarios } from './scenario.ts'

export const scenarios: Scenarios = {
  failOver: {
    async prepare(as) {
      await as.client(ElastiCacheClient).send(
        new CreateReplicationGroupCommand({
          ReplicationGroupId: 'carts',
          ReplicationGroupDescription: 'carts',
          Engine: 'valkey',
          ReplicasPerNodeGroup: 1,
          AutomaticFailoverEnabled: true,
        }),
      )
      return { replicationGroup: 'carts' }
    },
    instead: { TestFailover: { why: 'moto does not know TestFailover', answer: () => ({}) } },
    async acted(as) {
      const { ReplicationGroups } = await as
        .client(ElastiCacheClient)
        .send(new DescribeReplicationGroupsCommand({ ReplicationGroupId: 'carts' }))
      expect(ReplicationGroups).toMatchObject([{ Status: 'available', AutomaticFailover: 'enabled' }])
    },
  },
}
