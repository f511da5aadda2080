import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import { Construct } from 'constructs'

export interface AgentDownloadProps {
  /** `andon-light.tgz`, as it was built. */
  readonly archive: string
}

/** What a Raspberry Pi runs, beside the functions' own code: `andon light add` makes a link to it. */
export class AgentDownload extends Construct {
  /** `s3://<bucket>/<key>` */
  readonly address: string
  /** Hexadecimal: a Pi checks by it what it is about to run as root. */
  readonly sha256: string

  constructor(scope: Construct, id: string, { archive }: AgentDownloadProps) {
    super(scope, id)
    this.address = new Asset(this, 'Archive', { path: archive }).s3ObjectUrl
    this.sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex')
  }
}
