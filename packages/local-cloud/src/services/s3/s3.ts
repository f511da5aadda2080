import { createReadStream, statSync } from 'node:fs'
import { z } from 'zod'
import { apiOf, invalidBy, operation } from '../../operation.ts'
import type { Api } from '../../api.ts'
import { AwsError } from '../../aws-error.ts'
import { type Template } from '../../template/template.ts'

/** What clients send along without meaning anything by it. */
const takes = z.object({ Bucket: z.string(), Key: z.string(), ChecksumMode: z.string().optional() })
type Wanted = z.infer<typeof takes>

const needs = ({ Bucket, Key }: Wanted) => [{ action: 's3:GetObject', resource: `arn:aws:s3:::${Bucket}/${Key}` }]

/**
 * Amazon S3, as far as fetching one of the template's assets that is a file: nothing can be put there, and what CDK
 * would zip (the functions' bundles) is not there.
 */
export function createS3(template: Template): { readonly api: Api } {
  const api = apiOf(
    { prefix: 's3', invalid: invalidBy('InvalidArgument') },
    {
      GetObject: operation({
        takes,
        needs,
        run(wanted) {
          const { path, ...headers } = found(template, wanted)
          return { ...headers, Body: createReadStream(path) }
        },
      }),
      HeadObject: operation({
        takes,
        needs,
        run(wanted) {
          const { path: _, ...headers } = found(template, wanted)
          return headers
        },
      }),
    },
  )
  return { api }
}

function found(template: Template, { Bucket, Key }: Wanted) {
  const path = template.assetIn(Bucket, Key)
  const file = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false })
  if (path === undefined || file === undefined) {
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404)
  }
  if (!file.isFile()) {
    throw new AwsError('NotImplemented', `s3:GetObject of ${Key}, which CDK would zip, is not modelled locally`, 501)
  }
  return {
    path,
    ContentType: 'application/octet-stream',
    ContentLength: file.size,
    LastModified: new Date(file.mtimeMs),
    ETag: `"${Key.replaceAll(/[^\w.-]/g, '')}"`,
  }
}
