import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SignatureV4 } from '@smithy/signature-v4'

export interface PostReply {
  readonly status: number
  /** What it says for people, if it says anything. */
  readonly message: string
}

/** Posts JSON to Andon's API, signed by whoever the credentials are of: that is who AWS says has acted. */
export type SignedPost = (address: string, body: object) => Promise<PostReply>

/** Somebody sits there and waits. Milliseconds. */
const patience = 10_000

/** @param client any of AWS's: it knows region and credentials */
export function signedPost({ config: { region, credentials, sha256 } }: DynamoDBClient): SignedPost {
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256 })
  return async (address, content) => {
    const url = new URL(address)
    const { method, body, ...where } = {
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      body: JSON.stringify(content),
    }
    const headers = { host: url.host, 'content-type': 'application/json' }
    const { host: _, ...signed } = (await signer.sign({ method, body, ...where, headers })).headers
    const response = await fetch(url, { method, body, headers: signed, signal: AbortSignal.timeout(patience) })
    return { status: response.status, message: messageIn(await response.text()) }
  }
}

function messageIn(text: string): string {
  try {
    const said: unknown = JSON.parse(text)
    return typeof said === 'object' && said !== null && 'message' in said ? String(said.message) : text
  } catch {
    return text
  }
}
