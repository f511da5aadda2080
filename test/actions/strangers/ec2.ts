import {
  CreateSecurityGroupCommand,
  DescribeInstancesCommand,
  DescribeSnapshotsCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2'
import type { Owner, Scenarios } from './scenario.ts'

const tagged = { key: 'team', value: 'checkout' }

async function aMachine(as: Owner) {
  const TagSpecifications = [{ ResourceType: 'instance' as const, Tags: [{ Key: tagged.key, Value: tagged.value }] }]
  const { Instances } = await as
    .client(EC2Client)
    .send(new RunInstancesCommand({ MinCount: 1, MaxCount: 1, InstanceType: 't3.small', TagSpecifications }))
  return { instance: Instances?.[0]?.InstanceId ?? '', tagged }
}

async function found(as: Owner, { instance }: { instance: string }) {
  const { Reservations } = await as.client(EC2Client).send(new DescribeInstancesCommand({ InstanceIds: [instance] }))
  return Reservations?.[0]?.Instances?.[0]
}

const runs = async (as: Owner, input: { instance: string }) =>
  expect((await found(as, input))?.State?.Name).toBe('running')

const groupsOf = async (as: Owner, input: { instance: string }) =>
  (await found(as, input))?.SecurityGroups?.map(({ GroupId }) => GroupId)

export const scenarios: Scenarios = {
  reboot: { prepare: aMachine, acted: runs },
  // Moto leaves the launch time as it was, so the second try begins anew here; AWS does not.
  stopAndStart: { prepare: aMachine, acted: runs },
  quarantine: {
    async prepare(as) {
      const group = new CreateSecurityGroupCommand({ GroupName: 'isolation', Description: 'lets nothing through' })
      const { GroupId: securityGroup } = await as.client(EC2Client).send(group)
      return { ...(await aMachine(as)), securityGroup }
    },
    async acted(as, input) {
      expect(await groupsOf(as, input)).toEqual([input.securityGroup])
      const marked = new DescribeSnapshotsCommand({ Filters: [{ Name: 'tag-key', Values: ['andon:act'] }] })
      const { Snapshots } = await as.client(EC2Client).send(marked)
      expect(Snapshots).toHaveLength(1)
    },
    beside: { 'ec2:CreateTags': 'tags come with CreateSnapshots, which is the one call that is made' },
    undone: async (as, input) => expect(await groupsOf(as, input)).not.toContain(input.securityGroup),
  },
}
