import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { own } from '../own.ts'

const manifestFile = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      dependencies: z.array(z.string()).default([]),
      properties: z
        .object({ templateFile: z.string().optional(), stackName: z.string().optional(), file: z.string().optional() })
        .optional(),
    }),
  ),
})

const resourceEntry = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  Metadata: z.record(z.string(), z.unknown()).default({}),
})

const templateFile = z.object({
  Metadata: z.record(z.string(), z.unknown()).default({}),
  Parameters: z
    .record(z.string(), z.object({ Type: z.string(), Default: z.union([z.string(), z.number()]).optional() }))
    .default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Rules: z
    .record(
      z.string(),
      z.object({
        RuleCondition: z.unknown().optional(),
        Assertions: z.array(z.object({ Assert: z.unknown(), AssertDescription: z.string().optional() })),
      }),
    )
    .default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Resources: z.record(z.string(), resourceEntry),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown(), Condition: z.string().optional() })).default({}),
})

const assetsFile = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().optional() }),
      destinations: z.record(z.string(), z.object({ bucketName: z.string(), objectKey: z.string() })),
    }),
  ),
})

/** A CloudFormation template as it was written, its intrinsic functions unresolved. */
export type RawTemplate = z.infer<typeof templateFile>

export interface CdkOut {
  readonly stackName: string
  readonly raw: RawTemplate
  /** S3 key → absolute path of the file or folder that would be uploaded. */
  readonly assets: ReadonlyMap<string, string>
  /** The S3 buckets that they would be uploaded to; account and region stand in them as `${AWS::AccountId}`, `${AWS::Region}`. */
  readonly assetBuckets: ReadonlySet<string>
}

/** Reads the one stack of a CDK output directory. Throws an Error that names what is missing or malformed. */
export function readCdkOut(directory: string): CdkOut {
  const { artifacts } = read(join(directory, 'manifest.json'), manifestFile)
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack')
  const [only, ...others] = stacks
  if (only === undefined || others.length > 0) {
    throw new Error(
      `${directory} must hold exactly one stack, but holds ${stacks.map(([id]) => id).join(', ') || 'none'}. Remove the directory and run npm run synth.`,
    )
  }
  const [id, { properties, dependencies }] = only
  if (properties?.templateFile === undefined)
    throw new Error(`Stack ${id} in ${directory}/manifest.json names no template file`)

  const assets = new Map<string, string>()
  const assetBuckets = new Set<string>()
  for (const dependency of dependencies) {
    const artifact = own(artifacts, dependency)
    if (artifact?.type !== 'cdk:asset-manifest' || artifact.properties?.file === undefined) continue
    for (const { source, destinations } of Object.values(
      read(join(directory, artifact.properties.file), assetsFile).files,
    )) {
      if (source.path === undefined) continue
      for (const { bucketName, objectKey } of Object.values(destinations)) {
        assets.set(objectKey, resolve(directory, source.path))
        assetBuckets.add(bucketName)
      }
    }
  }
  return {
    stackName: properties.stackName ?? id,
    raw: read(join(directory, properties.templateFile), templateFile),
    assets,
    assetBuckets,
  }
}

function read<T extends z.ZodType>(file: string, shape: T): z.infer<T> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`Cannot read ${file}: run npm run synth first`, { cause: error })
  }
  try {
    return shape.parse(JSON.parse(text))
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new Error(`${file} is not what cdk synth writes: ${why}`, { cause: error })
  }
}
