import { owner } from '@andon/local-cloud/caller.ts'
import type { LaptopCloud } from './laptop-cloud.ts'
import type { ApiReply } from './laptop.ts'

/**
 * Asks the API as `andon --laptop` does: in the name of the laptop's owner, through all that API Gateway asks first. What
 * it says comes back as it is: who may not, and why.
 * @param path `/lines/checkout/stop`
 */
export async function askApi({ httpApis, template }: LaptopCloud, path: string, body: object): Promise<ApiReply> {
  const api = httpApis.get(template.outputs['ApiUrl']?.split('/').at(-1) ?? '')
  if (api === undefined) throw new Error('The template has no output ApiUrl')
  const headers = { 'content-type': 'application/json' }
  const asked = { method: 'POST', url: path, headers, body: Buffer.from(JSON.stringify(body)) }
  const { status, body: said } = await api.serve(asked, owner)
  if (typeof said !== 'string') throw new Error('The API did not answer in text')
  return { status, message: messageIn(said) }
}

function messageIn(text: string): string {
  const said: unknown = JSON.parse(text)
  return typeof said === 'object' && said !== null && 'message' in said ? String(said.message) : ''
}
