import { statSync } from 'node:fs'
import { z } from 'zod'
import { type Api, AwsError, type Input } from './service.ts'
import { type Template } from './template.ts'

export interface FoundObject {
  /** Absolute path of the file that has it. */
  readonly path: string
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly modifiedAt: number
  /** What changes when it does. */
  readonly etag: string
}

const named = z.object({ Bucket: z.string(), Key: z.string() })

/**
 * Amazon S3, as far as fetching one of the template's assets that is a file: nothing can be put there, and what CDK
 * would zip (the functions' bundles) is not there.
 */
export function createS3(template: Template): { readonly api: Api } {
  return {
    api: {
      permissionsFor(operation, input) {
        const { Bucket, Key } = named.parse(input)
        if (operation !== 'GetObject' && operation !== 'HeadObject') throw notModelled(operation)
        return [{ action: 's3:GetObject', resource: `arn:aws:s3:::${Bucket}/${Key}` }]
      },
      call: async (_operation, input) => found(template, input),
    },
  }
}

function found(template: Template, input: Input): FoundObject {
  const { Bucket, Key } = named.parse(input)
  const path = template.assetIn(Bucket, Key)
  const file = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
  if (path === undefined || file === undefined) {
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404)
  }
  if (!file.isFile()) throw notModelled(`GetObject of ${Key}, which CDK would zip,`)
  return { path, bytes: file.size, modifiedAt: file.mtimeMs, etag: `"${Key.replaceAll(/[^\w.-]/g, '')}"` }
}

const notModelled = (what: string) => new AwsError('NotImplemented', `s3:${what} is not modelled locally`, 501)
