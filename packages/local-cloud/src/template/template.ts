import { readCdkOut, type CdkOut } from './cdk-out.ts'
import { resolveValue } from './intrinsics.ts'
import { namesOf } from './names.ts'
import { assertRules } from './rules.ts'
import { deployed, type Resource } from './resource.ts'

export type { Resource } from './resource.ts'

export interface Template {
  readonly stackName: string
  /** What the template says of itself as a whole. */
  readonly metadata: Readonly<Record<string, unknown>>
  /** All whose condition holds. */
  readonly resources: readonly Resource[]
  ofType(...types: string[]): readonly Resource[]
  /** Throws an Error when there is no such resource. */
  find(logicalId: string): Resource
  /** Outputs whose condition holds, by logical id. */
  readonly outputs: Readonly<Record<string, string>>
  /** The absolute path of what would be uploaded under this S3 key. Throws an Error when there is none. */
  assetDirectory(s3Key: string): string
  /** The same by bucket and key, for requests from outside; undefined when there is none. */
  assetIn(bucket: string, s3Key: string): string | undefined
}

export interface TemplateOptions {
  /** Where the AWS endpoint of the local cloud listens, without a slash at the end: queue URLs begin with it. */
  readonly endpoint: string
  /** Left by earlier deployments: found by their type, unless the template has them itself. */
  readonly retained?: readonly Resource[]
  /** Values for the template's parameters; those not given keep their defaults. */
  readonly parameters?: Readonly<Record<string, string>>
}

/**
 * Reads the one stack of a `cdk.out` directory and resolves it, as CloudFormation would at a deployment. Throws an Error
 * where a rule of the template refuses the parameters.
 */
export function loadTemplate(directory: string, options: TemplateOptions): Template {
  return resolveTemplate(readCdkOut(directory), options)
}

/** As `loadTemplate`, from what was already read. */
export function resolveTemplate(cdkOut: CdkOut, options: TemplateOptions): Template {
  const { endpoint, parameters = {}, retained = [] } = options
  const { stackName, raw, assets, assetBuckets } = cdkOut
  const names = namesOf(cdkOut, parameters, find)
  assertRules(raw, names)
  const holds = (condition: string | undefined) => condition === undefined || names.condition(condition)
  const resources = new Map<string, Resource>()
  for (const [logicalId, entry] of Object.entries(raw.Resources)) {
    if (holds(entry.Condition)) resources.set(logicalId, deployed({ stackName, endpoint, logicalId, entry, names }))
  }

  function find(logicalId: string): Resource {
    const found = resources.get(logicalId)
    if (found !== undefined) return found
    throw new Error(`The template has no resource ${logicalId}, or its condition does not hold`)
  }

  return {
    stackName,
    metadata: raw.Metadata,
    resources: [...resources.values()],
    ofType(...types) {
      const own = [...resources.values()].filter(({ type }) => types.includes(type))
      const left = retained.filter(({ type, arn }) => types.includes(type) && !own.some((one) => one.arn === arn))
      return [...own, ...left]
    },
    find,
    get outputs() {
      const held = Object.entries(raw.Outputs).filter(([, { Condition }]) => holds(Condition))
      return Object.fromEntries(held.map(([name, { Value }]) => [name, String(resolveValue(Value, names))]))
    },
    assetDirectory(s3Key) {
      const found = assets.get(s3Key)
      if (found === undefined) throw new Error(`The template's asset ${s3Key} is not in cdk.out: run npm run synth`)
      return found
    },
    assetIn(bucket, s3Key) {
      const buckets = [...assetBuckets].map((name) => resolveValue({ 'Fn::Sub': name }, names))
      return buckets.includes(bucket) ? assets.get(s3Key) : undefined
    },
  }
}
