import { AwsError } from '../../aws-error.ts'
import { operation, type Operations } from '../../operation.ts'
import { type Store } from '../../store.ts'
import { serviceArn } from './described.ts'
import { type Deployments } from './deployments.ts'
import { requests } from './requests.ts'

type Tags = Readonly<Record<string, string>>

/** The tags of the services. */
export class ServiceTags {
  readonly #deployments: Deployments
  readonly #kept

  constructor(store: Store, deployments: Deployments) {
    this.#deployments = deployments
    this.#kept = store.collection<Tags>('ecs-tags')
  }

  /** `undefined` where there is no such service. */
  of(arn: string): Tags | undefined {
    const found = this.#deployments.all().find(({ cluster, service }) => serviceArn(cluster, service) === arn)
    return found && (this.#kept.get(arn) ?? found.tags ?? {})
  }

  put(arn: string, tags: Tags): void {
    this.#kept.put(arn, tags)
  }
}

/** What changes the tags of services. */
export const tagOperations = (tags: ServiceTags): Operations => ({
  TagResource: operation({
    takes: requests.TagResource,
    on: ({ resourceArn }) => resourceArn,
    run: ({ resourceArn, tags: more }) =>
      tags.put(resourceArn, {
        ...known(tags, resourceArn),
        ...Object.fromEntries(more.map(({ key, value }) => [key, value])),
      }),
  }),
  UntagResource: operation({
    takes: requests.UntagResource,
    on: ({ resourceArn }) => resourceArn,
    run({ resourceArn, tagKeys }) {
      const left = Object.entries(known(tags, resourceArn)).filter(([key]) => !tagKeys.includes(key))
      tags.put(resourceArn, Object.fromEntries(left))
    },
  }),
  ListTagsForResource: operation({
    takes: requests.ListTagsForResource,
    on: ({ resourceArn }) => resourceArn,
    run: ({ resourceArn }) => ({
      tags: Object.entries(known(tags, resourceArn)).map(([key, value]) => ({ key, value })),
    }),
  }),
})

function known(tags: ServiceTags, arn: string): Tags {
  const found = tags.of(arn)
  if (found === undefined) throw new AwsError('InvalidParameterException', 'The specified service was not found.')
  return found
}
