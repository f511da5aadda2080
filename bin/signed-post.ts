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
    const request = {
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host, 'content-type': 'application/json' },
      body: JSON.stringify(content),
    }
    const { method, body } = request
    // What was signed is what is sent; `fetch` says the host itself.
    const { host: _, ...headers } = (await signer.sign(request)).headers
    const response = await fetch(url, { method, body, headers, signal: AbortSignal.timeout(patience) })
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
