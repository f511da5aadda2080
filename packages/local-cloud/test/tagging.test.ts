import { ECSClient, ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-ecs'
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import { createAwsEndpoint } from '../src/aws-endpoint/aws-endpoint.ts'
import { MovedClock } from '../src/clock.ts'
import { createEcs } from '../src/services/ecs/ecs.ts'
import { serviceArn } from '../src/services/ecs/described.ts'
import { wires } from '../src/services/services.ts'
import { createTagging } from '../src/services/tagging/tagging.ts'
import { openStore } from '../src/store.ts'

const clock = new MovedClock()
const services = [
  { cluster: 'shop', service: 'checkout', taskDefinitions: ['checkout:7'] as const, tags: { team: 'shop' } },
  { cluster: 'shop', service: 'search', taskDefinitions: ['search:3'] as const },
]
const [checkout, search] = [serviceArn('shop', 'checkout'), serviceArn('shop', 'search')]
const bucket = 'arn:aws:s3:::shop-invoices'
const ecs = createEcs({ store: openStore(undefined), clock, services })
const asked: unknown[] = []
const tagging = createTagging({
  tagsOf: (arn) => ecs.tagsOf(arn),
  elsewhere: async (arns) => (asked.push(arns), { [bucket]: { team: 'till' } }),
})
const permissions: unknown[] = []
let endpoint: Awaited<ReturnType<typeof createAwsEndpoint>>
beforeAll(async () => {
  endpoint = await createAwsEndpoint({
    port: 0,
    services: new Map([
      ['ecs', { api: ecs.api, ...wires.ecs }],
      ['tagging', { api: tagging.api, ...wires.tagging }],
    ]),
    clock,
    authorize: (_, needed) => void permissions.push(...needed),
    authorizeElsewhere: () => undefined,
    log: () => undefined,
  })
})
afterAll(() => endpoint.close())
const config = () => ({
  endpoint: endpoint.url,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'owner', secretAccessKey: 'any' },
  maxAttempts: 1,
})
const tagsOf = async (...ResourceARNList: string[]) => {
  const { ResourceTagMappingList: all = [] } = await new ResourceGroupsTaggingAPIClient(config()).send(
    new GetResourcesCommand({ ResourceARNList }),
  )
  return all.map(({ ResourceARN, Tags = [] }) => [ResourceARN, ...Tags.map(({ Key, Value }) => `${Key}=${Value}`)])
}

it('tells the tags of services, which come and go', async () => {
  const client = new ECSClient(config())
  expect(await tagsOf(checkout, search)).toEqual([[checkout, 'team=shop'], [search]])
  await client.send(
    new TagResourceCommand({ resourceArn: search, tags: [{ key: 'andon:protected', value: 'yes' }, { key: 'a' }] }),
  )
  expect(await tagsOf(search)).toEqual([[search, 'andon:protected=yes', 'a=']])
  await client.send(new UntagResourceCommand({ resourceArn: search, tagKeys: ['andon:protected'] }))
  const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: search }))
  expect(tags).toEqual([{ key: 'a', value: '' }])
  expect(permissions).toContainEqual({ action: 'tag:GetResources', resource: '*' })
  expect(permissions).toContainEqual({ action: 'ecs:TagResource', resource: search })
})

it('asks elsewhere for things that are not imitated, and leaves out what nobody knows', async () => {
  expect(await tagsOf(checkout, bucket, 'arn:aws:s3:::gone')).toEqual([
    [checkout, 'team=shop'],
    [bucket, 'team=till'],
  ])
  expect(asked.at(-1)).toEqual([bucket, 'arn:aws:s3:::gone'])
})

it('refuses other questions by their name', async () => {
  const all = new GetResourcesCommand({ TagFilters: [{ Key: 'team' }], ResourceARNList: [checkout] })
  await expect(new ResourceGroupsTaggingAPIClient(config()).send(all)).rejects.toThrow(/TagFilters is not modelled/)
})
