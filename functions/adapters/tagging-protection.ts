import * as z from 'zod/mini'
import type { Session } from '../actions/api-call.ts'
import { fromArn } from '../actions/resource.ts'
import { clip } from '../domain/clip.ts'
import { protects } from '../domain/protection.ts'
import type { ReadProtection } from '../ports.ts'

const answer = z.object({
  PaginationToken: z.optional(z.string()),
  ResourceTagMappingList: z._default(
    z.array(
      z.object({
        ResourceARN: z.string(),
        Tags: z._default(z.array(z.object({ Key: z.string(), Value: z._default(z.string(), '') })), []),
      }),
    ),
    [],
  ),
})

/** As many as one GetResources takes. */
const most = 100

/**
 * What carries the tag `andon:protected`, by AWS's Resource Groups Tagging API: one call for all kinds of things. What has
 * never had a tag is missing from its answer.
 */
export const taggedProtection =
  (session: Session): ReadProtection =>
  async (arns) => {
    try {
      const pages = [...Map.groupBy(arns, regionOf)].flatMap(([region, there]) =>
        Array.from({ length: Math.ceil(there.length / most) }, (_, nth) => ({
          region,
          ResourceARNList: there.slice(nth * most, (nth + 1) * most),
        })),
      )
      const found = (await Promise.all(pages.map((page) => protectedAmong(session, page)))).flat()
      return found[0] === undefined ? { kind: 'none' } : { kind: 'protected', what: found[0] }
    } catch (error) {
      return { kind: 'unknown', because: clip(`its tags cannot be read: ${String(error)}`, 300) }
    }
  }

async function protectedAmong(
  session: Session,
  { region, ResourceARNList }: { readonly region: string | undefined; readonly ResourceARNList: string[] },
): Promise<readonly string[]> {
  // Read only where a playbook is about to act.
  const { GetResourcesCommand, ResourceGroupsTaggingAPIClient } =
    await import('@aws-sdk/client-resource-groups-tagging-api')
  const answered = await session.send(
    ResourceGroupsTaggingAPIClient,
    new GetResourcesCommand({ ResourceARNList }),
    region,
  )
  const { ResourceTagMappingList: all, PaginationToken: next } = z.parse(answer, answered)
  // By AWS's own words there are no pages of what is asked for by ARN.
  if (next) throw new Error('the answer is cut off')
  return all.flatMap(({ ResourceARN, Tags }) =>
    Tags.some(({ Key, Value }) => protects(Key, Value)) ? [ResourceARN] : [],
  )
}

/** Where AWS keeps the tags of what is of no region; `undefined`: where Andon is. */
function regionOf(arn: string): string | undefined {
  const { partition, service, region } = fromArn(arn)
  if (region !== '') return region
  return service === 'cloudfront' ? globalRegions.get(partition) : undefined
}
const globalRegions: ReadonlyMap<string, string> = new Map([
  ['aws', 'us-east-1'],
  ['aws-cn', 'cn-northwest-1'],
])
