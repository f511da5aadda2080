import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import type { Tags, TaggingProps } from './tagging.ts'

/** Asks the endpoint that plays what is not imitated, such as a moto server, for the tags of its things. */
export function tagsElsewhere(endpoint: string): NonNullable<TaggingProps['elsewhere']> {
  const credentials = { accessKeyId: 'owner', secretAccessKey: 'any' }
  const client = new ResourceGroupsTaggingAPIClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 })
  return async (arns) => {
    const { ResourceTagMappingList: found = [] } = await client.send(
      new GetResourcesCommand({ ResourceARNList: [...arns] }),
    )
    return Object.fromEntries(found.map(({ ResourceARN = '', Tags = [] }) => [ResourceARN, tagsIn(Tags)]))
  }
}

const tagsIn = (tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]): Tags =>
  Object.fromEntries(tags.flatMap(({ Key, Value = '' }) => (Key === undefined ? [] : [[Key, Value]])))
