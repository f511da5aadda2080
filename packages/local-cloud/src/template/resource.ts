import { NotModelled } from '../not-modelled.ts'
import type { CdkOut } from './cdk-out.ts'
import { identities, type Identity } from './identity.ts'
import { resolveValue, type Names } from './intrinsics.ts'
import { own } from '../own.ts'

/** One resource of the template, as it would be deployed. */
export interface Resource {
  readonly logicalId: string
  readonly type: string
  /** Intrinsic functions resolved. Reading it throws `NotModelled` when one of them is not modelled. */
  readonly properties: Readonly<Record<string, unknown>>
  /** What `Ref` gives. */
  readonly ref: string
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, string>>
  /** Throws `NotModelled` when this type has none. */
  readonly arn: string
  readonly metadata: Readonly<Record<string, unknown>>
  readonly retained: Retention
  /** The construct's path in the CDK tree, when the template tells. */
  readonly path: string | undefined
}

/**
 * Whether it stays when a later template has it no more: 'once-deployed' (`RetainExceptOnCreate`) unless the deployment
 * that was to make it failed, 'always' (`Retain`) even then.
 */
export type Retention = 'no' | 'once-deployed' | 'always'

export interface Entry {
  readonly stackName: string
  readonly endpoint: string
  readonly logicalId: string
  readonly entry: CdkOut['raw']['Resources'][string]
  readonly names: Names
}

/** Everything is worked out when first looked at: resources name each other in any order. */
export function deployed({ stackName, endpoint, logicalId, entry, names }: Entry): Resource {
  const { Type: type, Properties, Metadata: metadata, DeletionPolicy = 'Delete' } = entry
  const properties = once(() => resolveProperties(Properties, names))
  const identity = once((): Identity => {
    const naming = own(identities, type)
    if (naming === undefined)
      throw new NotModelled(`${logicalId} (${type}) is not modelled, so nothing can refer to it`)
    return naming({
      stackName,
      endpoint,
      logicalId,
      property: (name) => asText(resolveValue(own(Properties, name), names)),
    })
  })
  const path = metadata['aws:cdk:path']
  return {
    logicalId,
    type,
    metadata,
    retained: own(retentions, DeletionPolicy) ?? 'no',
    path: typeof path === 'string' ? path : undefined,
    get properties() {
      return properties()
    },
    get ref() {
      return identity().ref
    },
    get attributes() {
      return identity().attributes
    },
    get arn() {
      const { ref, attributes } = identity()
      const arn = attributes['Arn'] ?? (ref.startsWith('arn:') ? ref : undefined)
      if (arn === undefined) throw new NotModelled(`${logicalId} (${type}) has no ARN here`)
      return arn
    },
  }
}

const retentions: Readonly<Record<string, Retention>> = { Retain: 'always', RetainExceptOnCreate: 'once-deployed' }

function resolveProperties(properties: Readonly<Record<string, unknown>>, names: Names) {
  const resolved = Object.entries(properties).map(([name, value]) => [name, resolveValue(value, names)] as const)
  return Object.fromEntries(resolved.filter(([, value]) => value !== undefined))
}

const asText = (value: unknown) =>
  typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined

function once<T extends object>(work: () => T): () => T {
  let done: T | undefined
  return () => (done ??= work())
}
