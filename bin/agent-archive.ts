import { GetObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Aws } from './aws.ts'
import { type Deployment, outputOf } from './deployment.ts'
import { Failure } from './failure.ts'

/** Where the Pi can fetch what it runs, without credentials of its own. */
export interface AgentArchive {
  readonly url: string
  /** Hexadecimal. */
  readonly sha256: string
  /** When the link ends, because the credentials that signed it do; undefined when that is not before it was asked to. */
  readonly endsEarly: Date | undefined
}

/**
 * Only a laptop has the output `AgentDownload`: there devices do not reach the AWS endpoint, and the link needs no end.
 * @param until how long the link is to be good for: a week at most, says S3
 */
export async function agentArchive(
  { assets }: Pick<Aws, 'assets'>,
  deployment: Deployment,
  now: Date,
  until: Date,
): Promise<AgentArchive> {
  const sha256 = outputOf(deployment, 'AgentArchiveSha256')
  const nearby = deployment.outputs.get('AgentDownload')
  if (nearby !== undefined) return { url: nearby, sha256, endsEarly: undefined }
  const at = outputOf(deployment, 'AgentArchive')
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(at) ?? []
  if (Key === undefined)
    throw new Failure(
      `The output AgentArchive is ${at}; it must be an s3:// address.`,
      'Deploy again: `npx cdk deploy`.',
    )
  const seconds = Math.floor((until.getTime() - now.getTime()) / 1000)
  const { expiration } = await assets.config.credentials()
  const signed = await getSignedUrl(assets, new GetObjectCommand({ Bucket, Key }), { expiresIn: seconds })
  return {
    // Quotes are the one thing that a shell would mind in it.
    url: signed.replaceAll("'", '%27'),
    sha256,
    endsEarly: expiration !== undefined && expiration < until ? expiration : undefined,
  }
}
