import { z } from 'zod'
import type { Api } from '../../api.ts'
import { apiOf, invalidBy, operation } from '../../operation.ts'

export type Tags = Readonly<Record<string, string>>

export interface TaggingProps {
  /** The tags of a thing that is imitated here; `undefined` where there is no such thing, or none that has any. */
  readonly tagsOf: (arn: string) => Tags | undefined
  /** The tags of things that are played elsewhere. */
  readonly elsewhere?: ((arns: readonly string[]) => Promise<Readonly<Record<string, Tags>>>) | undefined
}

/**
 * The Resource Groups Tagging API, as far as it is asked for the tags of things by their ARNs. What is not there, or has
 * no tags, is missing from the answer, as at AWS.
 */
export function createTagging({ tagsOf, elsewhere }: TaggingProps): { readonly api: Api } {
  const api = apiOf(
    { prefix: 'tag', invalid: invalidBy('InvalidParameterException') },
    {
      GetResources: operation({
        takes: z.object({ ResourceARNList: z.array(z.string().startsWith('arn:')).min(1).max(100) }),
        async run({ ResourceARNList: arns }) {
          const here = arns.map((arn) => [arn, tagsOf(arn)] as const)
          const others = here.flatMap(([arn, tags]) => (tags === undefined ? arn : []))
          const there = others.length > 0 ? ((await elsewhere?.(others)) ?? {}) : {}
          const all = [...here, ...Object.entries(there)]
          return { ResourceTagMappingList: all.flatMap(([arn, tags]) => (tags ? mapping(arn, tags) : [])) }
        },
      }),
    },
  )
  return { api }
}

const mapping = (ResourceARN: string, tags: Tags) => ({
  ResourceARN,
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
})
