import { EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2'
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Session } from '../../functions/actions/api-call.ts'
import { taggedProtection } from '../../functions/adapters/tagging-protection.ts'
import { type Moto, startMoto } from '../../packages/local-cloud/test/moto.ts'
import { withMoto } from '../../packages/local-cloud/test/peers.ts'
import { ownerOf } from './strangers/owner.ts'
import { account, region } from './strangers/scenario.ts'

withMoto('moto, a stranger’s AWS, asked for tags', () => {
  let moto: Moto
  beforeAll(async () => (moto = await startMoto(account)))
  afterAll(() => moto.end())

  it('tells of things of several services at once, and of those without tags nothing', async () => {
    const owner = ownerOf(moto.url)
    const tags = { 'andon:protected': 'yes' }
    for (const [QueueName, more] of [
      ['orders', { tags }],
      ['refunds', {}],
    ] as const)
      await owner.client(SQSClient).send(new CreateQueueCommand({ QueueName, ...more }))
    const { Instances = [] } = await owner.client(EC2Client).send(
      new RunInstancesCommand({
        ImageId: 'ami-12c6146b',
        MinCount: 1,
        MaxCount: 1,
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'team', Value: 'shop' }] }],
      }),
    )
    const session: Pick<Session, 'send' | 'arnOf'> = {
      send: (Client, command) => owner.client(Client as new (config: object) => any).send(command),
      arnOf: () => '',
    }
    const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`
    const protection = taggedProtection(session)
    const instance = arn('ec2', `instance/${Instances[0]!.InstanceId}`)
    expect(await protection([instance, arn('sqs', 'refunds'), arn('sqs', 'gone')])).toEqual({ kind: 'none' })
    expect(await protection([instance, arn('sqs', 'orders')])).toEqual({
      kind: 'protected',
      what: arn('sqs', 'orders'),
    })
  })
})
